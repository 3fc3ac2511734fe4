// Delivery over real HTTP: retries, overrides, redirects, credentials in the URL (facts 5.4, 5.5).
import { createHash } from "node:crypto"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Clock, createClock } from "../clock.ts"
import { defaultSwitches } from "../switches.ts"
import { type Answer, startCustomerApp } from "../testing/customer-app.ts"
import { createCookies } from "./cookies.ts"
import { createDelivery } from "./deliver.ts"

const TOKEN = "delivery-token"
let app: Awaited<ReturnType<typeof startCustomerApp>>
let clock: Clock
let delivery: ReturnType<typeof createDelivery>

async function start(routes: Record<string, Answer>): Promise<void> {
  app = await startCustomerApp(TOKEN, routes)
}

const post = (path: string) =>
  delivery.deliver({ url: `${app.url}${path}`, method: "POST", params: [["From", "+15551230001"]] })

beforeEach(() => {
  clock = createClock()
  delivery = createDelivery(clock, defaultSwitches, TOKEN)
})

afterEach(async () => {
  delivery.close()
  clock.close()
  await app.close()
})

test("sends a signed form, and the parameters of a GET in its query", async () => {
  await start({ "/hook": 204 })
  await post("/hook")
  await delivery.deliver({ url: `${app.url}/hook?a=1`, method: "GET", params: [["From", "+1"]] })
  const [posted, got] = app.at("/hook")
  expect(posted).toMatchObject({ method: "POST", signed: true, params: { From: "+15551230001" } })
  expect(got).toMatchObject({ method: "GET", signed: true, path: "/hook?a=1&From=%2B1" })
})

test("does not retry an error answer by itself", async () => {
  await start({ "/hook": 500 })
  expect(await post("/hook")).toMatchObject({ kind: "answer", status: 500 })
  expect(app.at("/hook")).toHaveLength(1)
})

test("retries what the fragment asks for, with one idempotency token, and never sends or signs the fragment", async () => {
  await start({ "/hook": 503 })
  await post("/hook#rc=2&rp=5xx")
  const tries = app.at("/hook")
  expect(tries).toHaveLength(3)
  expect(tries.every((each) => each.signed && each.path === "/hook")).toBe(true)
  const [token, ...others] = new Set(tries.map((each) => each.headers["i-twilio-idempotency-token"]))
  expect(token).toMatch(/^[\da-f-]{36}$/)
  expect(others).toEqual([])
})

test("a refused connection is 11205, a host that does not exist 11210", async () => {
  await start({})
  await app.close()
  expect(await post("/hook")).toMatchObject({ kind: "failure", code: 11205 })
  const nowhere = { url: "http://nowhere.invalid/", method: "POST", params: [] } as const
  expect(await delivery.deliver(nowhere)).toMatchObject({ kind: "failure", code: 11210 })
})

test("a kept connection that the server drops is tried again on a fresh one; a fresh one that breaks is 11206", async () => {
  let served = 0
  await start({
    "/hook": (_request, response) => {
      served += 1
      if (served === 2) response.socket?.destroy()
      else response.writeHead(200).end()
    },
    "/broken": (_request, response) => void response.socket?.destroy(),
  })
  await post("/hook")
  expect(await post("/hook")).toMatchObject({ kind: "answer", status: 200 })
  expect(served).toBe(3)
  delivery.close()
  delivery = createDelivery(clock, defaultSwitches, TOKEN)
  expect(await post("/broken")).toMatchObject({ kind: "failure", code: 11206 })
  expect(app.at("/broken")).toHaveLength(1)
})

test("gives up reading after rt milliseconds", async () => {
  await start({ "/slow": () => {} })
  expect(await post("/slow#rt=100")).toMatchObject({ kind: "failure", code: 11200 })
})

test("waits 15 s for an answer, tries included, and no longer", async () => {
  await start({ "/slow": () => {} })
  clock.close()
  clock = createClock({ mode: "virtual" })
  delivery.close()
  delivery = createDelivery(clock, defaultSwitches, TOKEN)
  let over = false
  const answer = post("/slow#rc=5&rp=all").finally(() => {
    over = true
  })
  await app.waitFor("/slow")
  await clock.advance(14_990)
  expect(over).toBe(false)
  await clock.advance(20)
  expect(await answer).toMatchObject({ kind: "failure", code: 11200 })
  expect(app.at("/slow")).toHaveLength(1)
})

test("follows a 302 as a GET without parameters, signed for its own URL", async () => {
  await start({
    "/old": (_request, response) => response.writeHead(302, { location: "/new" }).end(),
    "/new": 200,
  })
  expect(await post("/old")).toMatchObject({ kind: "answer", status: 200, url: `${app.url}/new` })
  expect(app.at("/new")[0]).toMatchObject({ method: "GET", signed: true, params: {} })
})

test("stops after ten redirects", async () => {
  await start({ "/round": (_request, response) => response.writeHead(302, { location: "/round" }).end() })
  expect(await post("/round")).toMatchObject({ kind: "failure", code: 11215 })
})

test("sends credentials of the URL only when asked for them", async () => {
  await start({
    "/closed": (request, response) =>
      response.writeHead(request.headers.authorization ? 200 : 401, { "www-authenticate": "Basic" }).end(),
  })
  const url = `${app.url.replace("http://", "http://user:pass@")}/closed`
  expect(await delivery.deliver({ url, method: "POST", params: [] })).toMatchObject({ status: 200 })
  expect(app.at("/closed").map((each) => each.headers.authorization)).toEqual([
    undefined,
    `Basic ${btoa("user:pass")}`,
  ])
})

test("answers a Digest challenge", async () => {
  const challenge = `Digest realm="hooks", nonce="n1", qop="auth", algorithm=MD5`
  await start({
    "/closed": (request, response) =>
      response.writeHead(request.headers.authorization ? 200 : 401, { "www-authenticate": challenge }).end(),
  })
  const url = `${app.url.replace("http://", "http://user:p%40ss@")}/closed?a=b`
  expect(await delivery.deliver({ url, method: "POST", params: [] })).toMatchObject({ status: 200 })
  const header = String(app.at("/closed")[1]?.headers.authorization)
  const cnonce = /cnonce="(\w+)"/.exec(header)?.[1]
  const md5 = (text: string) => createHash("md5").update(text).digest("hex")
  const response = md5(`${md5("user:hooks:p@ss")}:n1:00000001:${cnonce}:auth:${md5("POST:/closed?a=b")}`)
  expect(header).toContain(`response="${response}"`)
})

test("brings a call's cookies back to the host that set them, also over a redirect", async () => {
  await start({
    "/first": (_request, response) =>
      response.writeHead(302, { location: "/second", "set-cookie": ["visit=1; Path=/", "bad"] }).end(),
    "/second": 200,
  })
  const cookies = createCookies()
  const webhook = { url: `${app.url}/first`, method: "POST", params: [], cookies } as const
  await delivery.deliver(webhook)
  expect(app.at("/second")[0]?.headers.cookie).toContain("visit=1")
  await delivery.deliver(webhook)
  expect(app.at("/first").map((each) => each.headers.cookie?.includes("visit=1"))).toEqual([undefined, true])
  expect(cookies.headerFor("http://elsewhere.example/")).toBe("")
})

test("keeps method and parameters over a 307, and loses them over a 303", async () => {
  await start({
    "/kept": (_request, response) => response.writeHead(307, { location: "/new" }).end(),
    "/lost": (_request, response) => response.writeHead(303, { location: "/new" }).end(),
    "/new": 200,
  })
  await post("/kept")
  await post("/lost")
  expect(app.at("/new").map(({ method, params, signed }) => [method, params.From, signed])).toEqual([
    ["POST", "+15551230001", true],
    ["GET", undefined, true],
  ])
})

test("retries what each policy names and no more, until the total time is over", async () => {
  await start({ "/gone": 404, "/slow": () => {} })
  await post("/gone#rc=5&rp=5xx,rt")
  expect(app.at("/gone")).toHaveLength(1)
  await post("/gone#rc=1&rp=4xx")
  expect(app.at("/gone")).toHaveLength(3)
  // The last try has what is left of the total, and may run out of it while it connects.
  expect(await post("/slow#rc=5&rp=all&rt=400&tt=1000")).toMatchObject({ kind: "failure" })
  expect(app.at("/slow").length).toBeGreaterThan(1)
  expect(app.at("/slow").length).toBeLessThan(5)
})
