// The official client with a way to the network of its own: each exchange is held against Twilio's OpenAPI file.
import { RequestClient } from "twilio"
import { expect } from "vitest"
import { answerFaults, requestFaults } from "./contract.ts"
import { nameOf, operationFor } from "./twilio-description.ts"

/** The operations that held clients have run. */
export const ran = new Set<string>()

function formOf(data: unknown): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries((data ?? {}) as Record<string, unknown>)) {
    for (const one of [value].flat()) if (one !== undefined) form.append(name, String(one))
  }
  return form
}

/** Fails the test whose request or answer does not fit the file. */
export class HeldClient extends RequestClient {
  override async request<T>(options: Parameters<typeof RequestClient.prototype.request<T>>[0]) {
    const answer = await super.request<T>(options)
    const { pathname, searchParams } = new URL(options.uri ?? "")
    const described = operationFor(options.method ?? "", pathname)
    if (!described) throw new Error(`Twilio describes no ${options.method} ${pathname}`)
    const query = new URLSearchParams([...searchParams, ...formOf(options.params)])
    const name = nameOf(described)
    const text: unknown = answer.body === "" ? undefined : answer.body
    const body: unknown = typeof text === "string" ? JSON.parse(text) : text
    expect(requestFaults(described, { path: pathname, query, form: formOf(options.data) }), name).toEqual([])
    if (answer.statusCode < 400) expect(answerFaults(described, answer.statusCode, body), name).toEqual([])
    ran.add(name)
    return answer
  }
}
