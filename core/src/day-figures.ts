// What a day has brought so far: the numbers on the supervisors' board.
import type { Outcome } from "./payment-row.ts"

export interface OutcomeFigure {
  outcome: Outcome
  /** ISO 4217. */
  currency: string
  payments: number
  /** Minor units. */
  totalMinor: number
}

export interface DayFigures {
  outcomes: OutcomeFigure[]
  /** Payments by the hour in which they were opened, counted from the start of the day. */
  hours: { hour: number; outcome: Outcome; payments: number }[]
  /** Why payments were declined, most frequent first. */
  declines: { reason: string; payments: number }[]
  /** Waits are milliseconds from the first ring until an agent spoke; null where none did. */
  calls: { came: number; answered: number; averageWaitMs: number | null; longestWaitMs: number | null }
}
