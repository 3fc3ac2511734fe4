// Screens that nobody touches lock: who wants to go on signs in again. The call and its payment run on meanwhile.
import type { Auth, Entered } from "./auth.ts"

type Session = Pick<Entered, "session">

export interface Idle {
  /** The server's word, from the session as it is stored: a reload unlocks nothing. */
  isLocked(session: Session): boolean
  /** How long until it locks if nobody touches it, milliseconds. */
  locksIn(session: Session): number
  /** Somebody was there. A session that is locked stays so. */
  touched(session: Session): Promise<void>
}

export const lockedWords = "This screen is locked. Enter your password to go on."

/** Writing at every touch would be a write a click; a lock may come so much too early, milliseconds. */
const NOTED_EVERY_MS = 20_000

/** @param idleMs after so long without a touch a session locks @param now epoch milliseconds */
export function watchIdle(auth: Auth, idleMs: number, now: () => number): Idle {
  const touchedAt = ({ session }: Session): number => (session.touchedAt ?? session.createdAt).getTime()
  const locksIn = (session: Session): number => Math.max(0, touchedAt(session) + idleMs - now())
  const isLocked = (session: Session): boolean => locksIn(session) === 0
  return {
    isLocked,
    locksIn,
    async touched(session) {
      if (isLocked(session) || now() - touchedAt(session) < Math.min(NOTED_EVERY_MS, idleMs / 10)) return
      const { internalAdapter } = await auth.$context
      await internalAdapter.updateSession(session.session.token, { touchedAt: new Date(now()) })
    },
  }
}
