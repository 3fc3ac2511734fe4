// An export of 100,000 rows: whole, at a bounded memory, no faster than it is read, and ended when nobody reads any more.
import http from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startApp, type TestApp } from "./app-for-tests.ts"

const ROWS = 100_000
const MB = 1_000_000
setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

let app: TestApp
let base: string
let cookie: string
/** Pages that were read from the ledger. */
let pages = 0
/** Of what is in use after each tenth page, bytes. */
let heaps: number[] = []

beforeAll(async () => {
  app = await startApp({
    between: (ledger) => ({
      ...ledger,
      findPayments: (search) => {
        if (++pages % 10 === 0) {
          collect()
          heaps.push(process.memoryUsage().heapUsed)
        }
        return ledger.findPayments(search)
      },
    }),
  })
  await sql`insert into payments
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${ROWS})
    select 'CA' || i, 'p-' || i, 'nobody', '+15551230001', i, i, 'paid', i, 'USD', '4242', 'visa', 'INV-' || i,
      -- Wide enough that what the network holds is little of it.
      hex(zeroblob(200)),
      'ch_' || i, null, null from n`.execute(app.ledger.database.db)
  base = await app.listen()
  cookie = await app.signIn("sam")
})
afterAll(() => app.close())

function download(): Promise<http.IncomingMessage> {
  pages = 0
  heaps = []
  return new Promise((resolve, reject) => {
    http.get(`${base}/api/payments.csv`, { headers: { cookie } }, resolve).on("error", reject)
  })
}

/** Until no more pages are read. */
async function standstill(): Promise<number> {
  for (let before = -1; pages !== before; await wait(500)) before = pages
  return pages
}

// A busy machine takes its time for 55 MB.
const timeout = 240_000

test("who does not read holds it up, who reads gets every row once, and memory stays", {
  timeout,
}, async () => {
  const response = await download()
  expect(await standstill()).toBeLessThan(ROWS / 1_000 / 4)
  let rest = ""
  let next = ROWS
  let titles = 1
  for await (const chunk of response.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\r\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      if (titles-- > 0) continue
      if (!line.includes(`,INV-${next},`)) expect.fail(`${line} is not payment ${next}`)
      next--
    }
  }
  expect([next, rest, pages]).toEqual([0, "", ROWS / 1_000])
  // All rows at once would be far above: 100,000 objects of 17 cells, or 55 MB of text.
  expect(Math.max(...heaps) - Math.min(...heaps)).toBeLessThan(10 * MB)
})

test("who goes away ends the reading", { timeout }, async () => {
  const response = await download()
  response.destroy()
  expect(await standstill()).toBeLessThan(ROWS / 1_000 / 4)
})
