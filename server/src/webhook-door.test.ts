// What no webhook lets in: wrong signatures, huge bodies, other kinds of bodies, other methods.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { newCallSid, startApp, type TestApp } from "./app-for-tests.ts"
import { TWILIO_PATHS } from "./twilio-routes.ts"

let server: TestApp
beforeAll(async () => {
  server = await startApp({ publicUrl: "https://pay.example/below" })
})
afterEach(() => server.hangUpAll())
afterAll(() => server.close())

describe("every webhook", () => {
  const paths = TWILIO_PATHS

  it.each(paths)("%s with a wrong signature is 403, and changes nothing", async (path) => {
    const callSid = path === "/forward" ? newCallSid() : await server.ring("ada")
    const before = await server.facts(callSid)
    const payload = `CallSid=${callSid}&CallStatus=completed&DialCallStatus=completed`
    for (const signature of [undefined, "", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="]) {
      const type = { "content-type": "application/x-www-form-urlencoded" }
      const headers = { ...type, ...(signature !== undefined && { "x-twilio-signature": signature }) }
      const response = await server.app.inject({ method: "POST", url: path, headers, payload })
      expect(response.statusCode).toBe(403)
    }
    expect(await server.facts(callSid)).toEqual(before)
  })

  it.each(paths)(
    "%s takes what the token signs that is being replaced, and what no other one does",
    async (path) => {
      const form = { CallSid: newCallSid(), CallStatus: "completed", DialCallStatus: "completed" }
      expect((await server.webhook(path, form, server.oldAuthToken)).statusCode).toBeLessThan(300)
      expect((await server.webhook(path, form, "a token of another account")).statusCode).toBe(403)
    },
  )

  it.each(paths)("%s takes no body above 64 KiB", async (path) => {
    const callSid = newCallSid()
    const form = { CallSid: callSid, Padding: "x".repeat(65_536) }
    expect((await server.webhook(`${path}?Fwd=%2B15550001001`, form)).statusCode).toBe(413)
    expect(await server.facts(callSid)).toEqual([])
  })

  it.each(paths)("%s takes forms only", async (path) => {
    const headers = { "content-type": "application/json" }
    const response = await server.app.inject({
      method: "POST",
      url: path,
      headers,
      payload: { CallSid: "CA1" },
    })
    expect(response.statusCode).toBe(415)
  })

  it.each(paths)("GET %s says that it wants POST", async (path) => {
    const response = await server.app.inject({ method: "GET", url: `${path}?CallSid=CA1` })
    expect(response.statusCode).toBe(405)
    expect(response.headers.allow).toBe("POST")
    expect((await server.app.inject({ method: "PUT", url: path })).statusCode).toBe(404)
  })
})
