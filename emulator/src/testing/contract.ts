// For tests: what is wrong with one REST exchange, held against Twilio's own description.
import { Ajv, type ValidateFunction } from "ajv"
import addFormats from "ajv-formats"
import { nulls } from "./contract-differences.ts"
import {
  type Described,
  description,
  formOfOperation,
  resolve,
  type Schema,
  templatePattern,
} from "./twilio-description.ts"

/** Requests are text, so their values are coerced; answers must have the types they are described with. */
function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, coerceTypes })
  addFormats.default(ajv, ["date", "date-time"])
  // Page links are relative to the host: the file's own examples begin with a slash.
  ajv.addFormat("uri", (text) => URL.canParse(text, "https://api.twilio.com"))
  ajv.addFormat("date-time-rfc-2822", /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/)
  ajv.addFormat("phone-number", /^\+[1-9]\d{1,14}$/)
  ajv.addFormat("currency", /^[A-Z]{3}$/i)
  for (const free of ["http-method", "endpoint", "twiml", "uri-map", "phone-number-capabilities"]) {
    ajv.addFormat(free, true)
  }
  ajv.addFormat("int64", { type: "number", validate: Number.isInteger })
  return ajv.addSchema(description, "twilio")
}

const requests = createAjv(true)
const answers = createAjv(false)

/** References inside an inline schema are to the whole file. */
function inFile(schema: Schema): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"twilio#/components'))
}

const compiled = new Map<Schema, ValidateFunction>()

function faults(ajv: Ajv, schema: Schema, value: unknown, what: string): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(inFile(schema))
  compiled.set(schema, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => `${what}${error.instancePath} ${error.message}`)
}

function formFaults(described: Described, form: URLSearchParams): string[] {
  const { properties, required } = formOfOperation(described)
  const missing = required.filter((name) => !form.has(name)).map((name) => `${name} is missing`)
  const wrong = [...new Set(form.keys())].flatMap((name) => {
    const schema = properties.get(name)
    if (!schema) return [`form parameter ${name} is not described`]
    return faults(requests, schema, schema.type === "array" ? form.getAll(name) : form.get(name), name)
  })
  return [...missing, ...wrong]
}

/** What is wrong with a request, in words; nothing when Twilio describes it so. */
export function requestFaults(
  described: Described,
  request: { path: string; query: URLSearchParams; form: URLSearchParams },
): string[] {
  const parameters = described.operation.parameters ?? []
  const values = templatePattern(described.path).exec(request.path)?.slice(1) ?? []
  const names = [...described.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  const inPath = names.map((name, index) => [name, values[index]] as const)
  const sent = new Map<string | undefined, string | undefined>([...inPath, ...request.query])
  const unknown = [...request.query.keys()].filter((key) => !parameters.some(({ name }) => name === key))
  return [
    ...unknown.map((name) => `query parameter ${name} is not described`),
    ...parameters.flatMap(({ name, schema, required }) => {
      const value = sent.get(name)
      if (value === undefined) return required ? [`${name} is missing`] : []
      return faults(requests, schema, value, name)
    }),
    ...formFaults(described, request.form),
  ]
}

/** Fields that the description does not know, at any depth. */
function unknownFields(schema: Schema, value: unknown, where: string): string[] {
  const { properties, items } = resolve(schema)
  if (Array.isArray(value)) {
    return items ? value.flatMap((item, index) => unknownFields(items, item, `${where}/${index}`)) : []
  }
  if (!properties || typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = properties[name]
    return own ? unknownFields(own, inner, `${where}/${name}`) : [`field ${where}/${name} is not described`]
  })
}

/** Described fields that an answer lacks: Twilio sends null, it leaves nothing out (facts 1.11). */
function missingFields(schema: Schema, value: unknown, where: string): string[] {
  const { properties, items } = resolve(schema)
  if (Array.isArray(value)) return items ? value.flatMap((item) => missingFields(items, item, where)) : []
  if (!properties || typeof value !== "object" || value === null) return []
  const sent = new Map(Object.entries(value))
  return Object.entries(properties).flatMap(([name, own]) =>
    sent.has(name)
      ? missingFields(own, sent.get(name), `${where}/${name}`)
      : [`field ${where}/${name} is missing`],
  )
}

/** What is wrong with an answer, in words: its status, types, patterns, enums, fields. `body` is undefined for none. */
export function answerFaults({ operation }: Described, status: number, body: unknown): string[] {
  const answer = operation.responses[status]
  if (!answer) return [`status ${status} is not described`]
  const schema = answer.content?.["application/json"]?.schema
  if (!schema) return body === undefined ? [] : ["a body is not described"]
  const text = JSON.stringify(body, (name, value) => (value === null && name in nulls ? undefined : value))
  return [
    ...faults(answers, schema, JSON.parse(text), "answer"),
    ...unknownFields(schema, body, ""),
    ...missingFields(schema, body, ""),
  ]
}
