// What a GET was answered is kept and checked as RFC 9111 says: over real HTTP, in virtual time.
import type http from "node:http"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Clock, createClock } from "../clock.ts"
import type { FaultAction } from "../faults/fault-rule.ts"
import { defaultSwitches } from "../switches.ts"
import { startCustomerApp } from "../testing/customer-app.ts"
import { createCookies } from "./cookies.ts"
import { createDelivery, type Webhook } from "./deliver.ts"
import { createHttpCache } from "./http-cache.ts"

const TOKEN = "cache-token"
let app: Awaited<ReturnType<typeof startCustomerApp>>
let clock: Clock
let delivery: ReturnType<typeof createDelivery>
/** What the server sends; its body counts the requests. */
let headers: http.OutgoingHttpHeaders
let status: number

beforeEach(async () => {
  headers = {}
  status = 200
  clock = createClock({ mode: "virtual" })
  delivery = createDelivery(clock, defaultSwitches, TOKEN)
  app = await startCustomerApp(TOKEN, {
    "/hook": (request, response) => {
      const { "if-none-match": tag, "if-modified-since": since } = request.headers
      const checked = tag !== undefined || since !== undefined
      const unchanged = checked && (tag === headers.etag || since === headers["last-modified"])
      response.writeHead(unchanged ? 304 : status, headers).end(unchanged ? "" : String(app.received.length))
    },
  })
})

afterEach(async () => {
  delivery.close()
  clock.close()
  await app.close()
})

async function ask(method: Webhook["method"], more: Partial<Webhook> = {}) {
  const answer = await delivery.deliver({ url: `${app.url}/hook`, method, params: [], ...more })
  if (answer.kind === "failure") throw new Error(answer.text)
  return answer
}
const get = (more?: Partial<Webhook>) => ask("GET", more)

/** The bodies of two GETs: `["1", "1"]` where the second came from the cache, `["1", "2"]` where it was asked for. */
async function twice() {
  return [(await get()).body, (await get()).body]
}

test("is not asked for while it is fresh, and is afterwards", async () => {
  headers = { "cache-control": "max-age=60" }
  expect(await get()).not.toHaveProperty("cached")
  await clock.advance(59_000)
  expect(await get()).toMatchObject({ status: 200, body: "1", cached: "fresh" })
  expect(app.received).toHaveLength(1)
  await clock.advance(1_000)
  expect(await get()).toMatchObject({ body: "2" })
})

test.each<http.OutgoingHttpHeaders>([
  { etag: `"v1"` },
  { etag: `W/"v1"`, "cache-control": "no-cache" },
  { "last-modified": new Date().toUTCString(), "cache-control": "max-age=0" },
])("is checked by %j, and kept at a 304", async (given) => {
  headers = given
  await get()
  expect(await get()).toMatchObject({ status: 200, body: "1", cached: "checked" })
  expect(app.received[1]?.signed).toBe(true)
  headers = { ...given, etag: `"v2"`, "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT" }
  expect(await get()).toMatchObject({ body: "3" })
})

test("a 304 makes it fresh again", async () => {
  headers = { etag: `"v1"`, "cache-control": "max-age=60" }
  await get()
  await clock.advance(60_000)
  expect(await get()).toMatchObject({ cached: "checked" })
  await clock.advance(59_000)
  expect(await get()).toMatchObject({ body: "1", cached: "fresh" })
})

test.each<[string, http.OutgoingHttpHeaders, number?]>([
  ["without a word about it", {}],
  ["no-store", { "cache-control": "no-store, max-age=60", etag: `"v1"` }],
  ["private, in a shared cache", { "cache-control": "private, max-age=60" }],
  ["cookies of one call", { "cache-control": "max-age=60", "set-cookie": "visit=1" }],
  ["Vary: *", { "cache-control": "max-age=60", vary: "*" }],
  ["a header that differs", { "cache-control": "max-age=60", vary: "I-Twilio-Idempotency-Token" }],
  ["an error", { "cache-control": "max-age=60" }, 500],
])("is asked for again: %s", async (_what, given, answered = 200) => {
  headers = given
  status = answered
  expect(await twice()).toEqual(["1", "2"])
})

test.each<[string, http.OutgoingHttpHeaders, number?]>([
  ["Expires", { expires: new Date(Date.now() + 60_000).toUTCString() }],
  ["public, with its cookies", { "cache-control": "public, max-age=60", "set-cookie": "visit=1" }],
  ["s-maxage", { "cache-control": "max-age=0, s-maxage=60" }],
  ["a header that is the same", { "cache-control": "max-age=60", vary: "User-Agent, Cookie" }],
  ["a page that is not there", { "cache-control": "max-age=60" }, 404],
])("is not asked for again: %s", async (_what, given, answered = 200) => {
  headers = given
  status = answered
  expect(await twice()).toEqual(["1", "1"])
})

test("each query has its own answer", async () => {
  headers = { "cache-control": "max-age=60" }
  const call = (sid: string) => get({ params: [["CallSid", sid]] })
  expect([(await call("CA1")).body, (await call("CA2")).body, (await call("CA1")).body]).toEqual([
    "1",
    "2",
    "1",
  ])
})

test("the cookies of a public answer are kept for each call that gets it", async () => {
  headers = { "cache-control": "public, max-age=60", "set-cookie": "visit=1" }
  const cookies = createCookies()
  await get()
  expect(await get({ cookies })).toMatchObject({ cached: "fresh" })
  expect(cookies.headerFor(app.url)).toBe("visit=1")
})

test("a POST is always sent, and what it may have changed is asked for again", async () => {
  headers = { "cache-control": "max-age=60" }
  await get()
  expect((await ask("POST")).body).toBe("2")
  expect((await ask("POST")).body).toBe("3")
  expect((await get()).body).toBe("4")
})

/** The same delivery, struck by faults. */
function restart(strike: () => FaultAction<"connection"> | null) {
  delivery.close()
  delivery = createDelivery(clock, defaultSwitches, TOKEN, { strike })
}

test("no connection is needed, and none is struck, while it is fresh", async () => {
  let tries = 0
  restart(() => (tries++ === 0 ? null : { action: "refuse" }))
  headers = { "cache-control": "max-age=60" }
  expect(await twice()).toEqual(["1", "1"])
  await clock.advance(60_000)
  await expect(get()).rejects.toThrow("refused by a fault rule")
})

test("an answer that is lost on the way is not kept", async () => {
  let tries = 0
  restart(() => (tries++ === 0 ? { action: "lose-answer" } : null))
  headers = { "cache-control": "max-age=60" }
  await expect(get()).rejects.toThrow("lost by a fault rule")
  expect(await twice()).toEqual(["2", "2"])
})

test("the 500 used last are kept, and 16 million characters of them", async () => {
  const cache = createHttpCache(clock, defaultSwitches)
  let asked = 0
  const fetched = async (url: string, body = "") => {
    const before = asked
    await cache.through({ url, method: "GET", headers: {}, body: "" }, async () => {
      asked += 1
      return { kind: "answer", status: 200, headers: { "cache-control": "max-age=60" }, body }
    })
    return asked > before
  }
  for (let each = 0; each < 500; each++) await fetched(`http://a/${each}`)
  expect(await fetched("http://a/0")).toBe(false)
  await fetched("http://a/one-more")
  expect(await fetched("http://a/0")).toBe(false)
  expect(await fetched("http://a/1")).toBe(true)
  const long = "a".repeat(1_000_000)
  for (let each = 0; each < 17; each++) await fetched(`http://b/${each}`, long)
  expect(await fetched("http://b/16", long)).toBe(false)
  expect(await fetched("http://b/1", long)).toBe(false)
  expect(await fetched("http://b/0", long)).toBe(true)
  expect(await fetched("http://a/1")).toBe(true)
})
