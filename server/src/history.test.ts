// History through its REST door: who finds what, what is refused in words, and what an export looks like.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Name, startApp, type TestApp } from "./app-for-tests.ts"
import { append, payment, row, tables } from "./ledger/ledger-samples.ts"

let app: TestApp
let cookies: Record<Name, string>
const adas = `CA${"a".repeat(32)}`
const bens = `CA${"b".repeat(32)}`

beforeAll(async () => {
  app = await startApp()
  cookies = { ada: await app.signIn("ada"), ben: await app.signIn("ben"), sam: await app.signIn("sam") }
  await app.finish(await app.ring("ada", adas))
  await app.finish(await app.ring("ben", bens))
  const of = { callSid: adas, agentId: app.idOf("ada") }
  const odd = {
    reference: "=HYPERLINK(1)",
    note: 'a "note", and\r\nmore',
    reason: "+SUM(1)",
    caller: "+15551230001",
  }
  const rows = [
    payment({
      ...of,
      paymentId: "p-1",
      openedAt: 1_000,
      outcome: "declined",
      totalMinor: 5,
      lastFour: "0002",
      ...odd,
    }),
    payment({
      ...of,
      paymentId: "p-2",
      openedAt: 2_000,
      outcome: "paid",
      confirmationCode: "ch_1",
      lastFour: "4242",
    }),
    payment({ callSid: bens, agentId: app.idOf("ben"), paymentId: "p-3", openedAt: 3_000, currency: "JPY" }),
  ]
  const { version } = await app.ledger.load(adas)
  const call = row({ agentId: app.idOf("ada"), endedAt: 9 })
  await app.ledger.append(append(adas, version, { row: call, payments: rows }))
})
afterAll(() => app.close())

async function get(who: Name | null, path: string) {
  const headers = who ? { cookie: cookies[who] } : {}
  const { statusCode, body, headers: answered } = await app.app.inject({ url: path, headers })
  return { status: statusCode, body, headers: answered, json: () => JSON.parse(body) }
}
const found = async (who: Name, search: string): Promise<string[]> =>
  (await get(who, `/api/payments?${search}`)).json().rows.map((one: { paymentId: string }) => one.paymentId)

describe("searches", () => {
  test.each([
    ["", ["p-3", "p-2", "p-1"]],
    ["outcome=paid", ["p-2"]],
    ["amount=12.5", ["p-3", "p-2"]],
    ["amount=0.05&lastFour=0002", ["p-1"]],
    ["reference=%3Dhyperlink(1)", ["p-1"]],
    ["code=ch_1", ["p-2"]],
    ["caller=1%20(555)%20123-0001&outcome=declined", ["p-1"]],
    ["from=2000&until=3000", ["p-2"]],
    ["after=2000_p-2", ["p-1"]],
    ["outcome=unknown", []],
  ])("a supervisor finds %s", async (search, ids) => {
    expect(await found("sam", search)).toEqual(ids)
  })

  test("agents find their own, and another's neither by search nor by address", async () => {
    expect(await found("ada", "")).toEqual(["p-2", "p-1"])
    expect(await found("ben", `agent=${app.idOf("ben")}`)).toEqual(["p-3"])
    for (const path of ["payments", "calls", "payments.csv", "calls.csv"]) {
      const forged = await get("ben", `/api/${path}?agent=${app.idOf("ada")}`)
      expect([forged.status, forged.json().error]).toEqual([
        403,
        "You can see your own calls and payments only.",
      ])
      expect((await get(null, `/api/${path}`)).status).toBe(401)
    }
    const calls = (await get("ben", "/api/calls")).json().rows
    expect(calls.map(({ callSid }: { callSid: string }) => callSid)).toEqual([bens])
    expect((await get("ben", `/api/calls/${adas}`)).status).toBe(404)
    expect((await get("ben", "/api/payments.csv")).body).not.toContain(adas)
  })

  test("a call tells its facts to its agent and to supervisors", async () => {
    for (const who of ["ada", "sam"] as const) {
      const { callSid, facts } = (await get(who, `/api/calls/${adas}`)).json()
      expect([callSid, facts[0].type, facts[1].type]).toEqual([adas, "CallRang", "CallOffered"])
    }
    expect((await get("sam", "/api/calls/%00")).status).toBe(404)
    expect((await get("sam", `/api/calls/CA${"0".repeat(32)}`)).status).toBe(404)
  })

  test.each([
    ["lastFour=42", "four digits"],
    ["lastFour=4242424242424242", "four digits"],
    ["amount=1,5", "Leave the commas out"],
    ["outcome=lost", "Choose one of the outcomes"],
    ["from=yesterday", "A time in milliseconds"],
    ["after=here", "This page's address is damaged"],
    ["reference=%00", "signs that can be printed"],
    [`reference=${"x".repeat(101)}`, "At most 100"],
  ])("%s is refused in words", async (search, words) => {
    const { status, json } = await get("sam", `/api/payments?${search}`)
    expect([status, json().error]).toEqual([400, expect.stringContaining(words)])
  })
})

describe("exports", () => {
  test("are RFC 4180 in UTF-8, with decimal amounts, ISO times and no formula", async () => {
    const { status, headers, body } = await get("sam", "/api/payments.csv?until=3000")
    expect([status, headers["content-type"]]).toEqual([200, "text/csv; charset=utf-8"])
    expect(headers["content-disposition"]).toMatch(/^attachment; filename="payments-\d{4}-\d\d-\d\d\.csv"$/)
    expect(body).toBe(
      "\ufeffOpened,Ended,Outcome,Amount,Currency,Confirmation code,Token,Reason,Reference,Note,Card,Last four,Caller,Agent,Call SID,Payment ID,Sample data\r\n" +
        `1970-01-01T00:00:02.000Z,,paid,12.50,USD,ch_1,,,,,,4242,'+15551230001,Ada,${adas},p-2,\r\n` +
        `1970-01-01T00:00:01.000Z,,declined,0.05,USD,,,'+SUM(1),'=HYPERLINK(1),"a ""note"", and\r\nmore",,0002,'+15551230001,Ada,${adas},p-1,\r\n`,
    )
    expect((await get("sam", "/api/payments.csv?from=3000")).body).toContain(",1250,JPY,")
    const calls = (await get("ada", "/api/calls.csv")).body.split("\r\n")
    expect(calls[0]).toBe("\ufeffRang,Answered,Ended,Caller,Agent,Payments,Call SID,Sample data")
    expect(calls.slice(1)).toEqual([
      expect.stringMatching(new RegExp(`^\\d{4}-.*Z,'\\+15551230001,Ada,0,${adas},$`)),
      "",
    ])
  })

  test("of nothing have their titles only, and every export is in the audit log", async () => {
    expect((await get("ada", "/api/payments.csv?lastFour=9999")).body.split("\r\n")).toHaveLength(2)
    const rows = await tables(app.ledger)
      .selectFrom("audit")
      .selectAll()
      .where("action", "=", "exported")
      .execute()
    expect(rows.at(-1)).toMatchObject({ who: app.idOf("ada"), subject: "payments", result: "done" })
    expect(rows.at(-1)?.detail).toContain("9999")
  })
})
