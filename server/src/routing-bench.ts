// What it costs to bring calls that come at once to agents, on PostgreSQL: npm run bench:routing -- [agents] [rounds]
import pg from "pg"
import { pino } from "pino"
import { listPeople, openAuth } from "./agents/auth.ts"
import { createHandle } from "./handle.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { freshDatabase } from "./ledger/postgres-for-tests.ts"
import { createRouting } from "./routing.ts"

const [agents = 300, rounds = 20] = process.argv.slice(2).map(Number)
const AT_ONCE = [1, 10, 50, 100]

/** Every statement of this process goes through here. */
let statements = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function counted(this: pg.Client, ...asked: unknown[]) {
  statements++
  return Reflect.apply(query, this, asked)
} as typeof query

const database = await freshDatabase()
const open = () => openLedger({ databaseUrl: database.url, dataDir: "unused" })
const ledger = await open()
/** As a second process has it. */
const elsewhere = await open()
const auth = await openAuth({
  database: ledger.database,
  secret: "a secret of the bench, long enough for better-auth",
  origins: ["http://agentpay.bench"],
  log: pino({ level: "silent" }),
})

async function hire(n: number): Promise<string> {
  const account = { name: `Agent ${n}`, email: `agent${n}@example.com`, emailVerified: true, role: "agent" }
  const { internalAdapter } = await auth.$context
  const phone = `+1555000${2_000 + n}`
  return (await internalAdapter.createUser({ ...account, phone }, { method: "admin" })).id
}

const handleOn = (one: Ledger) => createHandle({ ledger: one, tellTyping: () => {}, wakePerform: () => {} })
const routingOn = (one: Ledger) =>
  createRouting({
    ledger: one,
    handle: handleOn(one),
    people: () => listPeople(auth, { working: true }),
    settings: { whenBusy: "queue", queueLimit: 1_000, queueMaxWaitMs: 600_000, wrapUpMs: 0 },
    checkAfterMs: 60_000,
  })
const routings = [routingOn(ledger), routingOn(elsewhere)]
const handle = handleOn(ledger)
const present: string[] = []
let calls = 0

/** @returns how long it took until the last of them had its agent, milliseconds, and the statements for all */
async function round(atOnce: number, processes: number) {
  await ledger.beat({ now: Date.now(), present, sweep: false })
  const sids = Array.from({ length: atOnce }, () => `CA${(++calls).toString(16).padStart(32, "0")}`)
  const [before, began] = [statements, performance.now()]
  const numbers = { from: "+15551230001", to: "+15550001000", forwardTo: null }
  const leads = await Promise.all(
    sids.map((callSid, n) => routings[n % processes]?.ring({ callSid, ...numbers })),
  )
  const cost = { ms: performance.now() - began, statements: statements - before }
  const phones = new Set(leads.map((lead) => (typeof lead === "object" && "dial" in lead ? lead.dial : null)))
  if (phones.has(null) || phones.size < atOnce) throw new Error("A call has no agent, or an agent two calls")
  for (const callSid of sids) await handle(callSid, { type: "EndCall", outcome: "completed", at: Date.now() })
  return cost
}

try {
  for (let n = 0; n < agents; n++) present.push(await hire(n))
  await round(1, 1)
  for (const processes of [1, 2])
    for (const atOnce of AT_ONCE.filter((n) => n <= agents && n >= processes)) {
      const costs = []
      for (let n = 0; n < rounds; n++) costs.push(await round(atOnce, processes))
      const times = costs.map(({ ms }) => ms).sort((a, b) => a - b)
      const each = costs.reduce((sum, one) => sum + one.statements, 0) / rounds / atOnce
      console.log(
        `${atOnce} at once through ${processes}: ${each.toFixed(1)} statements a call, the last has its agent after ` +
          `${times[rounds >> 1]?.toFixed(0)} ms, in the slowest round after ${times.at(-1)?.toFixed(0)} ms`,
      )
    }
} finally {
  await elsewhere.close()
  await ledger.close()
  await database.drop()
}
