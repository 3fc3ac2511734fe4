// For tests: Twilio's own OpenAPI description of its REST API, from the npm package @twilio/cli-core.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

export type Schema = {
  $ref?: string
  type?: string
  enum?: string[]
  format?: string
  pattern?: string
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
}

export type Parameter = { name: string; in: "path" | "query"; required?: boolean; schema: Schema }

export type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

export type Description = {
  paths: Record<string, Record<"get" | "post" | "delete", Operation | undefined>>
  components: { schemas: Record<string, Schema> }
}

/** One operation of the file, e.g. `post` of `/2010-04-01/Accounts/{AccountSid}/Calls.json`. */
export type Described = { method: "get" | "post" | "delete"; path: string; operation: Operation }

/** The file, with one repair: `nullable` without a type allows anything, which validators refuse to read. */
function load(): Description {
  const require = createRequire(import.meta.url)
  const file = require.resolve("@twilio/cli-core/src/services/twilio-api/twilio_api_v2010.json")
  const text = readFileSync(file, "utf8")
  return JSON.parse(text, (_key, value) => {
    if (typeof value !== "object" || value?.nullable !== true || value.type !== undefined) return value
    const { nullable: _, ...rest } = value
    return rest
  })
}

export const description = load()

/** The schema that a reference leads to, or the schema itself. */
export function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1)
  return name === undefined ? schema : (description.components.schemas[name] ?? {})
}

/** Matches paths of a template; its parameters are groups, in order. */
export function templatePattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{\w+\}/g, "([^/]+)")}$`)
}

/** All operations of the file. */
export const operations: readonly Described[] = Object.entries(description.paths).flatMap(([path, item]) =>
  (["get", "post", "delete"] as const).flatMap((method) => {
    const operation = item[method]
    return operation ? [{ method, path, operation }] : []
  }),
)

/** The operation that a request to `path` (without host and query) is; a literal path goes before a template. */
export function operationFor(method: string, path: string): Described | undefined {
  return operations
    .filter((known) => known.method === method.toLowerCase() && templatePattern(known.path).test(path))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length)[0]
}

/** An operation as the lists of differences name it: `POST /Calls/{Sid}.json`. */
export function nameOf({ method, path }: Described): string {
  return `${method.toUpperCase()} ${path.replace(/^\/2010-04-01(\/Accounts\/\{AccountSid\})?/, "")}`
}

/** The form of a POST: its properties with references resolved, and the names that are required. */
export function formOfOperation({ operation }: Described) {
  const schema = operation.requestBody?.content["application/x-www-form-urlencoded"]?.schema
  const properties = Object.entries(schema?.properties ?? {}).map(
    ([name, own]) => [name, resolve(own)] as const,
  )
  return { properties: new Map(properties), required: schema?.required ?? [] }
}
