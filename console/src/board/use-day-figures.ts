// Today's numbers: asked for again as soon as a payment of a call on the screen begins or ends, at most once a second.
import { type DayFigures, isOver } from "@agentpay/core"
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { askServer } from "../api/ask-server.ts"
import { useScreen } from "../live/live-context.tsx"

const SOON_MS = 700
const ALSO_EVERY_MS = 30_000

/** Epoch milliseconds of this browser's midnights around `now`. */
export function dayOf(now: number): { from: number; to: number } {
  const from = new Date(now)
  from.setHours(0, 0, 0, 0)
  const to = new Date(from)
  to.setDate(to.getDate() + 1)
  return { from: from.getTime(), to: to.getTime() }
}

export function useDayFigures(now: number) {
  const { calls } = useScreen()
  const queries = useQueryClient()
  const { from, to } = dayOf(now)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const payments = calls.flatMap(({ call }) => call.payments)
  const change = `${payments.length} ${payments.filter(isOver).length} ${calls.filter(({ call }) => call.status === "in-progress").length}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is only there to notice that it did
  useEffect(() => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined
      queries.invalidateQueries({ queryKey: ["today"] })
    }, SOON_MS)
  }, [change, queries])
  useEffect(() => () => clearTimeout(waiting.current), [])

  return useQuery({
    queryKey: ["today", from, to],
    queryFn: () => askServer<DayFigures>(`/api/today?from=${from}&to=${to}`),
    refetchInterval: ALSO_EVERY_MS,
    placeholderData: keepPreviousData,
  })
}
