// Reading the audit log through its REST door: who may, what they find, and that looking into it leaves a row.
import type { AuditPage, AuditRow } from "@agentpay/core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { type Name, startApp, type TestApp } from "./app-for-tests.ts"
import { emptyAudit } from "./ledger/audit-behaviour.ts"
import { tables } from "./ledger/ledger-samples.ts"

let app: TestApp
let cookies: Record<Name, string>
const nobody = { who: null, subject: null, address: null, result: "done", detail: {} } as const

beforeAll(async () => {
  app = await startApp()
  cookies = { ada: await app.signIn("ada"), ben: await app.signIn("ben"), sam: await app.signIn("sam") }
})
beforeEach(async () => {
  await emptyAudit(tables(app.ledger))
  const [ada, ben] = [app.idOf("ada"), app.idOf("ben")]
  await app.ledger.audit.append([
    {
      ...nobody,
      id: "1",
      at: 1_000,
      action: "sign-in",
      result: "refused",
      subject: ada,
      address: "10.0.0.1",
    },
    { ...nobody, id: "2", at: 2_000, action: "sign-in", who: ada, address: "10.0.0.1" },
    { ...nobody, id: "3", at: 3_000, action: "payment-submitted", who: ada, subject: "CA1" },
    { ...nobody, id: "4", at: 4_000, action: "payment-submitted", who: ben, subject: "CA2" },
  ])
})
afterAll(() => app.close())

async function get(who: Name | null, path: string) {
  const headers = who ? { cookie: cookies[who] } : {}
  const { statusCode, body } = await app.app.inject({ url: path, headers })
  return { status: statusCode, body, json: <T = AuditPage & { error: string }>() => JSON.parse(body) as T }
}
const read = async (query: string) => (await get("sam", `/api/audit?${query}`)).json()
const newest = async (): Promise<AuditRow | undefined> => (await app.ledger.audit.page({ limit: 1 }))?.rows[0]

test.each<[string, (ids: { ada: string }) => string, number[]]>([
  ["nothing", () => "", [4, 3, 2, 1]],
  ["who", ({ ada }) => `who=${ada}`, [3, 2]],
  ["what", () => "action=sign-in", [2, 1]],
  ["result", () => "result=refused", [1]],
  ["to what", () => "subject=CA2", [4]],
  ["from where", () => "address=10.0.0.1", [2, 1]],
  ["when", () => "from=2000&until=4000", [3, 2]],
  ["all of it", ({ ada }) => `who=${ada}&action=sign-in&result=done&address=10.0.0.1&from=1&until=9999`, [2]],
])("a supervisor finds rows by %s", async (_by, query, seqs) => {
  const { rows } = await read(query({ ada: app.idOf("ada") }))
  expect(rows.map(({ seq }) => seq)).toEqual(seqs)
})

test("names are told of those on the page, and of nobody else", async () => {
  const { names } = await read("action=sign-in")
  expect(names).toEqual({ [app.idOf("ada")]: "Ada" })
})

test("pages follow each other without gap or repeat while rows come in front", async () => {
  const more = Array.from({ length: 120 }, (_, n) => ({ ...nobody, id: `m${n}`, at: 5_000 + n }))
  await app.ledger.audit.append(more.map((one) => ({ ...one, action: "sign-out" as const })))
  const seqs: number[] = []
  for (let after = ""; ; ) {
    const { rows, next } = await read(`action=sign-out${after}`)
    seqs.push(...rows.map(({ seq }) => seq))
    if (!next) break
    after = `&after=${next}`
  }
  expect(seqs).toEqual(Array.from({ length: 120 }, (_, n) => 124 - n))
})

test("who reads it, and what they looked for, stands in it", async () => {
  await read("action=sign-in&result=refused")
  expect(await newest()).toMatchObject({
    who: app.idOf("sam"),
    action: "audit-read",
    address: "127.0.0.1",
    result: "done",
    detail: { action: "sign-in", result: "refused" },
  })
})

test.each([null, "ada"] as const)("%s is refused, and learns nothing", async (who) => {
  for (const path of ["/api/audit", "/api/audit.csv"]) {
    const { status, body } = await get(who, path)
    expect(status).toBe(who ? 403 : 401)
    expect(body).not.toContain("CA1")
    if (who)
      expect(await newest()).toMatchObject({
        who: app.idOf(who),
        action: "access-refused",
        result: "refused",
        detail: { asked: `GET ${path}` },
      })
  }
})

test.each([
  ["action=nonsense", /actions/],
  ["result=maybe", /results/],
  ["from=yesterday", /time/i],
  ["after=1;drop", /damaged/],
  ["after=1_x", /damaged/],
  [`subject=${"x".repeat(65)}`, /At most 64/],
])("%s is refused in words", async (query, words) => {
  const { status, json } = await get("sam", `/api/audit?${query}`)
  expect([status, json().error]).toEqual([400, expect.stringMatching(words)])
})

test("an export has what the search finds, and is recorded", async () => {
  const { body } = await get("sam", "/api/audit.csv?subject=CA2")
  expect(body.trim().split("\r\n")).toEqual([
    "Row,Time,Who,User ID,What,To whom or what,Its ID,From where,Result,Details",
    `4,1970-01-01T00:00:04.000Z,Ben,${app.idOf("ben")},Submit,CA2,CA2,,done,{}`,
  ])
  expect(await newest()).toMatchObject({ action: "exported", subject: "audit", detail: { subject: "CA2" } })
})
