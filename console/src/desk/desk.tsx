// The agent's desk: the call in the main place, earlier calls below.
import { Stack } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useScreen, useSnapshot } from "../live/live-context.tsx"
import { Available } from "./available.tsx"
import { CallHeader } from "./call-header.tsx"
import { callOnDesk } from "./current-call.ts"
import { deskTitle } from "./desk-title.ts"
import { PaymentPanel } from "./payment-panel.tsx"
import { RecentCalls } from "./recent-calls.tsx"
import { Unsettled } from "./unsettled.tsx"
import { useOutcomeNews } from "./use-outcome-news.tsx"

export function Desk() {
  const { calls, me } = useScreen()
  const { connection } = useSnapshot()
  const onDesk = callOnDesk(calls)
  useDocumentTitle(deskTitle(onDesk?.call ?? null, me.phone, connection === "live"))
  useOutcomeNews(calls, onDesk?.call ?? null)
  return (
    <Stack gap="lg">
      {onDesk ? (
        <>
          <CallHeader call={onDesk.call} />
          <PaymentPanel key={onDesk.call.callSid} liveCall={onDesk} />
        </>
      ) : (
        <Available />
      )}
      <Unsettled onDesk={onDesk?.call ?? null} />
      <RecentCalls onDesk={onDesk?.call ?? null} />
    </Stack>
  )
}
