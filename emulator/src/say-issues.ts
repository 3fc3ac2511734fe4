// Checks what a stranger wrote (a request, a settings file, a flag) by a zod schema, and says in one sentence what is wrong.
import { z } from "zod"

type RawIssue = z.core.$ZodRawIssue

/** What is wrong: where, and words that go on from the name of that place, e.g. `must be a number`. */
export type Trouble = { path: readonly PropertyKey[]; words: string }

function shortly(value: unknown): string {
  // No phone number is so long, but a card's may stand where it should not.
  const text = (JSON.stringify(value) ?? String(value)).replace(/\d{16,}/g, (digits) =>
    "x".repeat(digits.length),
  )
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/**
 * The `error` of a schema whose value must be `what`, e.g. `a phone number like "+15551230001"`.
 * `secret` values are never repeated: they may be card numbers.
 */
export function mustBe(what: string, secret = false) {
  return {
    error: (issue: RawIssue) =>
      issue.input === undefined
        ? `is missing: it must be ${what}`
        : `must be ${what}${secret ? "" : `, not ${shortly(issue.input)}`}`,
  }
}

/** A string of this pattern, which `what` describes. */
export const textLike = (pattern: RegExp, what: string, secret = false) =>
  z.string(mustBe(what, secret)).regex(pattern, mustBe(what, secret))

const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  record: "an object",
}

const anyOf = (values: readonly unknown[]) =>
  new Intl.ListFormat("en", { type: "disjunction" }).format(values.map((value) => JSON.stringify(value)))

/** A word is repeated, so that one sees the slip; a number is not: it may be a card's. */
const wordShown = (value: unknown) =>
  typeof value === "string" && /^[a-z][a-z _-]{0,39}$/i.test(value) ? `, not "${value}"` : ""

const must = (value: unknown, what: string) =>
  value === undefined ? `is missing: it must be ${what}` : `must be ${what}${wordShown(value)}`

function keysOf(schema: unknown): string {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape).join(", ") : ""
}

function sizeOf(origin: string, count: number | bigint): string {
  if (origin === "string") return `have ${count} character${count === 1 ? "" : "s"}`
  return origin === "array" ? `have ${count} item${count === 1 ? "" : "s"}` : `be ${count}`
}

/** Words for each issue whose schema has none of its own. */
function wordIssue(issue: RawIssue): string {
  const { input } = issue
  switch (issue.code) {
    case "unrecognized_keys":
      return `has an unknown key ${issue.keys.join(", ")}: expected ${keysOf(issue.inst) || "none"}`
    case "invalid_type": {
      const keys = keysOf(issue.inst)
      return must(
        input,
        keys ? `a JSON object with ${keys}` : (KINDS[issue.expected] ?? `an ${issue.expected}`),
      )
    }
    case "invalid_value":
      return must(input, anyOf(issue.values))
    case "invalid_union": {
      const { discriminator, options } = issue as { discriminator?: string; options?: unknown[] }
      if (!discriminator || !options) return "is none of what it can be"
      return must((input as Record<string, unknown>)[discriminator], anyOf(options))
    }
    case "too_small":
      return `must ${sizeOf(issue.origin, issue.minimum)} or more`
    case "too_big":
      return `must ${sizeOf(issue.origin, issue.maximum)} or less`
    default:
      return "is not usable"
  }
}

/** An unknown key first: a misspelt key is missing as well. */
const foremost = (issues: readonly z.core.$ZodIssue[]) =>
  issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]

/** Of several forms that a value can have, goes on with the one that was meant: the only one of its type. */
function innermost(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): Trouble {
  if (issue.code === "invalid_key") return { path, words: issue.issues[0]?.message ?? issue.message }
  if (issue.code === "invalid_union") {
    const meant = issue.errors
      .flatMap((issues) => foremost(issues) ?? [])
      .filter(({ path, code }) => path.length > 0 || code !== "invalid_type")
    const [inner, ...others] = meant
    if (inner && others.length === 0) return innermost(inner, [...path, ...inner.path])
  }
  return { path, words: issue.message }
}

/** Reads `written`: its value, or what is wrong with it first. */
export function readBy<Value>(
  schema: z.ZodType<Value>,
  written: unknown,
): { value: Value; trouble: null } | { value: null; trouble: Trouble } {
  const read = schema.safeParse(written, { error: wordIssue })
  if (read.success) return { value: read.data, trouble: null }
  const issue = foremost(read.error.issues)
  return { value: null, trouble: issue ? innermost(issue, issue.path) : { path: [], words: "is not usable" } }
}

const quoted = (path: readonly PropertyKey[]) => `"${path.join(".")}"`

/** One sentence; `whole` names the thing that was read, e.g. "The body", and `name` a place in it. */
export function sayTrouble({ path, words }: Trouble, whole: string, name = quoted): string {
  return `${path.length === 0 ? whole : name(path)} ${words}.`
}

/** Reads `written`; throws a RangeError with one sentence on what is wrong with `whole`. */
export function readOrThrow<Value>(schema: z.ZodType<Value>, written: unknown, whole: string): Value {
  const { value, trouble } = readBy(schema, written)
  if (trouble) throw new RangeError(sayTrouble(trouble, whole))
  return value
}
