// Says in one sentence what is wrong with a request or a settings file that a zod schema refused.
import { z } from "zod"

type Issue = z.core.$ZodRawIssue

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/**
 * The `error` of a schema whose value must be `what`, e.g. `a phone number like "+15551230001"`.
 * `secret` values are never repeated: they may be card numbers.
 */
export function mustBe(what: string, secret = false) {
  return {
    error: (issue: Issue) =>
      issue.input === undefined
        ? `is missing: it must be ${what}`
        : `must be ${what}${secret ? "" : `, not ${shortly(issue.input)}`}`,
  }
}

function keysOf(schema: unknown): string {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape).join(", ") || "none" : "another one"
}

/** One sentence for the first issue; `whole` names the thing that was read, e.g. "The body". */
export function sayIssue(error: z.core.$ZodError, schema: unknown, whole: string): string {
  const issue = error.issues[0]
  if (!issue) return `${whole} is not usable.`
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    return `Unknown key ${issue.keys.join(", ")}: expected ${keysOf(schema)}.`
  }
  if (issue.path.length === 0 && issue.code === "invalid_type") {
    return `${whole} must be a JSON object with ${keysOf(schema)}.`
  }
  const path = issue.path.join(".")
  const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return path === "" ? `${whole}: ${message}.` : `"${path}" ${message}.`
}
