// What a row of the audit log says, for people.
import type { AuditDetail, AuditResult } from "@agentpay/core"
import type { Tone } from "../words/state-text.tsx"

export const resultWords: Record<AuditResult, { words: string; tone: Tone }> = {
  done: { words: "Done", tone: "good" },
  refused: { words: "Refused", tone: "bad" },
  failed: { words: "Failed", tone: "unsure" },
}

/** The program's own names, in words: "secondFactor" is "second factor". */
const named = (name: string): string =>
  /^[A-Z_]+$/.test(name) ? name : name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const valueWords = (value: AuditDetail[string]): string =>
  value === null ? "none" : value === true ? "yes" : value === false ? "no" : String(value)

/** "reason: Invalid password; attempt: 2". */
export const detailWords = (detail: AuditDetail): string =>
  Object.entries(detail)
    .map(([name, value]) => `${named(name)}: ${valueWords(value)}`)
    .join("; ")
