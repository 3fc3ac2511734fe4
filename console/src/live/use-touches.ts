// Tells the server that somebody is at this screen, so that it does not lock under their hands.
import { useEffect } from "react"
import { useLive } from "./live-context.tsx"

const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const

/** @param live while nobody can be told, nobody is listened to */
export function useTouches(live: boolean): void {
  const { touched } = useLive()
  useEffect(() => {
    if (!live) return
    for (const sign of signs) window.addEventListener(sign, touched, { passive: true })
    return () => {
      for (const sign of signs) window.removeEventListener(sign, touched)
    }
  }, [live, touched])
}
