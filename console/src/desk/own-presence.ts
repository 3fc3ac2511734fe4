// How the agent at this screen stands, and how to change it.
import type { AgentPresence, AwayReason } from "@agentpay/core"
import { notifications } from "@mantine/notifications"
import { useMutation } from "@tanstack/react-query"
import { askServer } from "../api/ask-server.ts"
import { useScreen } from "../live/live-context.tsx"

/** What was not told yet counts as available: somebody who has this screen open is not offline. */
export function useOwnPresence(): AgentPresence {
  const { me, presence } = useScreen()
  const mine = presence.find(({ userId }) => userId === me.userId)
  return mine && mine.status !== "offline"
    ? mine
    : { userId: me.userId, status: "available", since: null, until: null, reason: null, callSid: null }
}

/** The news comes to all tabs by the socket; `choose(null)` is available, and ends a wrap-up. */
export function useChoosePresence() {
  const { mutate, isPending } = useMutation({
    mutationFn: (away: AwayReason | null) => askServer("/api/presence", { method: "POST", body: { away } }),
    onError: ({ message }) => notifications.show({ color: "red", title: "Not changed", message }),
  })
  return { choose: mutate, busy: isPending }
}
