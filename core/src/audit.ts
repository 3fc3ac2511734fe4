// What the audit log says: who did what, when, from where, with which result. One line in the list adds an action.
import { z } from "zod"
import { type ListPage, paging, soughtText } from "./search.ts"

/** Every action that is recorded, in words for those who read the log. */
export const auditActionWords = {
  "sign-in": "Sign-in",
  "sign-out": "Sign-out",
  "screen-locked": "Screen locked",
  "screen-unlocked": "Screen unlocked",
  "password-changed": "Password changed",
  "second-factor-set-up": "Second factor set up",
  "second-factor-removed": "Second factor removed",
  "second-factor-used": "Second factor",
  "recovery-codes-made": "Recovery codes made",
  "person-invited": "Invitation",
  "invitation-accepted": "Invitation accepted",
  "person-created": "Account created",
  "person-changed": "Account changed",
  "person-suspended": "Account suspended",
  "person-reinstated": "Account reinstated",
  "person-disabled": "Account disabled",
  "person-unlocked": "Account unlocked",
  "second-factor-reset": "Second factor reset",
  "sessions-ended": "Sessions ended",
  "person-restored": "Account restored",
  "presence-chosen": "Availability",
  started: "Started",
  stopped: "Stopped",
  "settings-changed": "Settings changed",
  "payment-opened": "Prompt",
  "item-asked": "Ask for an item",
  "payment-submitted": "Submit",
  "payment-cancelled": "Cancel",
  "payment-retried": "Another card",
  "payment-cleared": "Clear",
  "payment-resolved": "Resolution",
  "payment-stopped": "Cancel for an agent",
  "call-attached": "Call entered by hand",
  "call-released": "Call given back",
  exported: "Export",
  "audit-read": "Audit log read",
  "access-refused": "Access refused",
  "history-pruned": "Old payment history removed",
  "audit-pruned": "Old audit rows removed",
  "audit-interrupted": "Audit log interrupted",
} as const satisfies Record<string, string>

export type AuditAction = keyof typeof auditActionWords
export const auditActions = Object.keys(auditActionWords) as [AuditAction, ...AuditAction[]]

/** `refused`: the server said no. `failed`: it would have, but could not. */
export const auditResults = ["done", "refused", "failed"] as const
export type AuditResult = (typeof auditResults)[number]

export type AuditDetail = Record<string, string | number | boolean | null>

export interface AuditEntry {
  /** Epoch milliseconds. */
  at: number
  /** User id; null when nobody is signed in, or the program itself did it. */
  who: string | null
  action: AuditAction
  /** Whom or what it was done to: a user id, a Call SID. */
  subject: string | null
  /** Network address it came from; null for the program itself. */
  address: string | null
  result: AuditResult
  detail: AuditDetail
}

/** Who does what; `at` is now, `result` done, and all else nothing, unless said. */
export type AuditNote = Pick<AuditEntry, "action"> & Partial<AuditEntry>

/** Resolves when it is written, or when waiting longer would keep people waiting: then it is written later. Never rejects. */
export type RecordAudit = (note: AuditNote) => Promise<void>

/** As it stands in the log: `seq` counts from 1 without gaps. */
export interface AuditRow extends AuditEntry {
  seq: number
}

/** What a row can be found by. `who` and a person as `subject` are user ids; every part has to fit exactly. */
export const auditSearch = z
  .object({
    who: soughtText(64),
    action: z.enum(auditActions, "Choose one of the actions."),
    result: z.enum(auditResults, "Choose one of the results."),
    subject: soughtText(64),
    address: soughtText(45),
  })
  .partial()
export type AuditSearch = z.output<typeof auditSearch>

export const auditQuery = auditSearch.extend(paging.shape)
export type AuditQuery = z.output<typeof auditQuery>

/** What the log's door answers: names of the people in `rows` by user id, also of those who were invited a moment ago. */
export interface AuditPage extends ListPage<AuditRow> {
  names: Record<string, string>
}
