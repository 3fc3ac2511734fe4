// The door: e-mail and password, then the second factor where there is one.
import { useDocumentTitle } from "@mantine/hooks"
import { useState } from "react"
import { useLive } from "../live/live-context.tsx"
import { CodeForm } from "./code-form.tsx"
import { Door } from "./door.tsx"
import { PasswordForm } from "./password-form.tsx"

export function SignInPage({ sessionLost }: { sessionLost: boolean }) {
  useDocumentTitle("Sign in · AgentPay")
  const live = useLive()
  const [needsCode, setNeedsCode] = useState(false)
  return (
    <Door>
      {needsCode ? (
        <CodeForm onDone={() => live.connect()} onBack={() => setNeedsCode(false)} />
      ) : (
        <PasswordForm
          sessionLost={sessionLost}
          onDone={(answer) => (answer.needsCode ? setNeedsCode(true) : live.connect())}
        />
      )}
    </Door>
  )
}
