// The people of an installation as its admins see them.
import type { Person } from "./protocol.ts"

/**
 * `invited`: has no password yet. `locked`: too many wrong tries, for half an hour. `suspended`: by an admin.
 * `disabled`: not used for 90 days.
 */
export const personStatuses = ["active", "invited", "locked", "suspended", "disabled"] as const
export type PersonStatus = (typeof personStatuses)[number]

export interface PersonRow extends Person {
  email: string
  status: PersonStatus
  /** Whether they have set a second factor up. */
  secondFactor: boolean
  /** Epoch milliseconds; null: never. */
  lastSeenAt: number | null
  /** Until when their link can be used, epoch milliseconds; null: there is none. */
  linkEndsAt: number | null
}

/** What makes a link: `token` is told once, and kept by nobody. */
export interface PersonLink {
  token: string
  /** Epoch milliseconds. */
  endsAt: number
}

/** `first-admin`: the very first account of an installation; whoever opens the link says who they are. */
export type LinkKind = "invitation" | "new-password" | "first-admin"

/** What a link opens. */
export interface OpenedLink {
  kind: LinkKind
  name: string
  email: string
}

/** What people read about their own account. */
export interface OwnAccount extends Person {
  email: string
  secondFactor: boolean
}
