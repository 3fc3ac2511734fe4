// The agent's desk: the call in the main place, earlier calls below.
import { Stack } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useScreen, useSnapshot } from "../live/live-context.tsx"
import { presenceWords, whyNoCalls } from "../words/presence-words.ts"
import { AttachCall } from "./attach-call.tsx"
import { Available } from "./available.tsx"
import { CallHeader } from "./call-header.tsx"
import { callOnDesk } from "./current-call.ts"
import { deskTitle } from "./desk-title.ts"
import { NoCalls } from "./no-calls.tsx"
import { useOwnPresence } from "./own-presence.ts"
import { PaymentPanel } from "./payment-panel.tsx"
import { QueueHint } from "./queue-hint.tsx"
import { RecentCalls } from "./recent-calls.tsx"
import { ReleaseCall } from "./release-call.tsx"
import { Unsettled } from "./unsettled.tsx"
import { useOutcomeNews } from "./use-outcome-news.tsx"

export function Desk() {
  const { calls, me } = useScreen()
  const { connection } = useSnapshot()
  const onDesk = callOnDesk(calls)
  const callUnderWay = onDesk !== null && onDesk.call.status !== "ended"
  const mine = useOwnPresence()
  useDocumentTitle(
    deskTitle(onDesk?.call ?? null, me.phone && presenceWords(mine).words, connection === "live"),
  )
  useOutcomeNews(calls, onDesk?.call ?? null)
  return (
    <Stack gap="lg">
      <NoCalls />
      <QueueHint />
      {onDesk ? (
        <>
          <CallHeader call={onDesk.call} />
          <ReleaseCall call={onDesk.call} />
          <PaymentPanel key={onDesk.call.callSid} liveCall={onDesk} />
        </>
      ) : (
        <Available away={whyNoCalls(mine, 0) !== null} />
      )}
      <Unsettled onDesk={onDesk?.call ?? null} />
      {callUnderWay ? null : <AttachCall />}
      <RecentCalls onDesk={onDesk?.call ?? null} />
    </Stack>
  )
}
