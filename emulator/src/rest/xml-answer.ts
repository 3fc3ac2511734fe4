// The REST API's answers in XML, for paths that do not end in .json (facts 1.1).
import { XMLBuilder } from "fast-xml-parser"

const ATTRIBUTE = "@"

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/** `date_created` is `DateCreated` in XML. */
function pascal(key: string): string {
  return key.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** A value as text; addresses within the API lead to XML again. */
function text(value: unknown): string {
  const written = value === null || value === undefined ? "" : String(value)
  return written.startsWith("/2010-04-01/") ? written.replace(/\.json(?=\?|$)/, "") : written
}

function elements(value: unknown): unknown {
  if (!isRecord(value)) return text(value)
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [pascal(key), elements(child)]))
}

/** The element of one resource, from its path: `/Calls/CA...` is `Call`; a queue's members are `QueueMember`. */
function elementOf(path: string): string {
  const collection = path.split("/").findLast((part) => /^[A-Z][a-z]/.test(part)) ?? "Resource"
  return collection === "Members" ? "QueueMember" : collection.replace(/s$/, "")
}

/** A list: the page's figures are attributes of its element, e.g. `<Calls page="0" pagesize="50">`. */
function listElement(key: string, items: readonly unknown[], rest: Record<string, unknown>): unknown {
  const attributes = Object.entries(rest).map(([name, value]) => [
    ATTRIBUTE + name.replaceAll("_", ""),
    text(value),
  ])
  return {
    [pascal(key)]: {
      ...Object.fromEntries(attributes),
      [pascal(key).replace(/s$/, "")]: items.map(elements),
    },
  }
}

/** `<TwilioResponse>` around what JSON would say; an error becomes `<RestException>`. */
export function toXml(path: string, answer: unknown): string {
  const fields = isRecord(answer) ? answer : {}
  const list = Object.entries(fields).find(([, value]) => Array.isArray(value))
  const { [list?.[0] ?? ""]: _, ...rest } = fields
  const inner = list
    ? listElement(list[0], list[1] as readonly unknown[], rest)
    : { [fields.more_info === undefined ? elementOf(path) : "RestException"]: elements(fields) }
  return `<?xml version='1.0' encoding='UTF-8'?>\n${builder.build({ TwilioResponse: inner })}`
}
