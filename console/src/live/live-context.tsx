// Hands the live state to the components.
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react"
import type { Screen } from "./live-state.ts"
import { type Live, openLive, type Snapshot } from "./open-live.ts"

const LiveContext = createContext<Live | null>(null)
const ScreenContext = createContext<Screen | null>(null)

/** One socket for the page's whole life. */
const live = openLive()

export function LiveProvider({ children }: { children: ReactNode }) {
  useEffect(() => live.connect(), [])
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const found = use(LiveContext)
  if (!found) throw new Error("useLive outside of LiveProvider")
  return found
}

export function useSnapshot(): Snapshot {
  const { subscribe, snapshot } = useLive()
  return useSyncExternalStore(subscribe, snapshot)
}

/** Everything below may count on the welcome having come. */
export function ScreenProvider({ screen, children }: { screen: Screen; children: ReactNode }) {
  return <ScreenContext value={screen}>{children}</ScreenContext>
}

export function useScreen(): Screen {
  const screen = use(ScreenContext)
  if (!screen) throw new Error("useScreen outside of ScreenProvider")
  return screen
}

/** The server's clock, epoch milliseconds, ticking once a second while `ticking`. */
export function useServerNow(ticking: boolean): number {
  const { clockSkew } = useScreen()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [ticking])
  return now + clockSkew
}
