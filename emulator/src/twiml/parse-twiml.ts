// Reads a TwiML document into plain nodes, in the order they were written.
import { XMLParser, XMLValidator } from "fast-xml-parser"

/** One element: its verb or noun, attributes, own text (entities resolved, trimmed) and child elements. */
export type TwimlNode = {
  name: string
  attributes: Readonly<Record<string, string>>
  text: string
  children: readonly TwimlNode[]
}

/** A document ready to run. Relative URLs resolve against `baseUrl`, where it finally came from; null when inline. */
export type TwimlDocument = { verbs: readonly TwimlNode[]; baseUrl: string | null }

export type ParsedTwiml =
  | { ok: true; verbs: readonly TwimlNode[] }
  | { ok: false; code: number; text: string }

const ATTRIBUTES = ":@"
const TEXT = "#text"

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  numberParseOptions: { hex: false, leadingZeros: false, skipLike: /.*/ },
})

type Ordered = Record<string, unknown>

function isRecord(value: unknown): value is Ordered {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function readNodes(list: unknown): TwimlNode[] {
  if (!Array.isArray(list)) return []
  return list.filter(isRecord).flatMap((item) => {
    const name = Object.keys(item).find((key) => key !== ATTRIBUTES)
    if (name === undefined || name === TEXT) return []
    const content = item[name]
    const written = isRecord(item[ATTRIBUTES]) ? item[ATTRIBUTES] : {}
    const attributes = Object.fromEntries(Object.entries(written).map(([key, value]) => [key, String(value)]))
    return [{ name, attributes, text: ownText(content), children: readNodes(content) }]
  })
}

function ownText(content: unknown): string {
  if (!Array.isArray(content)) return ""
  return content
    .filter(isRecord)
    .map((item) => (TEXT in item ? String(item[TEXT]) : ""))
    .join("")
    .trim()
}

/** Parses a document; what is not well-formed, or has no `<Response>`, is Twilio's error 12100. */
export function parseTwiml(xml: string): ParsedTwiml {
  const document = xml.replace(/^\uFEFF/, "").trim()
  if (document === "") return { ok: false, code: 12100, text: "the document is empty" }
  const checked = XMLValidator.validate(document)
  if (checked !== true) {
    return { ok: false, code: 12100, text: `${checked.err.msg} (line ${checked.err.line})` }
  }
  let roots: TwimlNode[]
  try {
    roots = readNodes(parser.parse(document))
  } catch (error) {
    return { ok: false, code: 12100, text: error instanceof Error ? error.message : String(error) }
  }
  const response = roots.length === 1 ? roots[0] : undefined
  if (response?.name !== "Response") {
    return {
      ok: false,
      code: 12100,
      text: `the root element is <${roots[0]?.name ?? "nothing"}>, not <Response>`,
    }
  }
  return { ok: true, verbs: response.children }
}
