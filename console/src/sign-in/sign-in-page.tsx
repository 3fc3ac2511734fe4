// The door: e-mail and password, then the second factor where there is one; over a locked screen, those of whose it is.
import type { LockedFor } from "@agentpay/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useState } from "react"
import { useLive } from "../live/live-context.tsx"
import { CodeForm } from "./code-form.tsx"
import { Door } from "./door.tsx"
import { PasswordForm } from "./password-form.tsx"

interface Props {
  /** Signed out while the desk was open. */
  sessionLost?: boolean
  /** Whose screen is locked: they sign in again, and find everything as it was. */
  lockedFor?: LockedFor
}

export function SignInPage({ sessionLost = false, lockedFor }: Props) {
  useDocumentTitle(lockedFor ? "Locked · AgentPay" : "Sign in · AgentPay")
  const live = useLive()
  const [needsCode, setNeedsCode] = useState(false)
  const locked = lockedFor && {
    title: "Screen locked",
    words: `${lockedFor.name}, enter your password to go on. A payment under way runs on meanwhile.`,
  }
  return (
    <Door {...locked}>
      {needsCode ? (
        <CodeForm onDone={() => live.connect()} onBack={() => setNeedsCode(false)} />
      ) : (
        <PasswordForm
          sessionLost={sessionLost}
          {...(lockedFor && { lockedFor })}
          onDone={(answer) => (answer.needsCode ? setNeedsCode(true) : live.connect())}
        />
      )}
    </Door>
  )
}
