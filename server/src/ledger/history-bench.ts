// How long a page of history takes on PostgreSQL, the first and one deep down: npm run bench:history -- [rows]
import pg from "pg"
import { openLedger } from "./open-ledger.ts"

const rows = Number(process.argv[2] ?? 2_000_000)
const server = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres"
const name = `agentpay_bench_${process.pid}`
const AGENTS = 300
const TRIES = 15

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** A payment every 20 seconds or so; agents, callers, cards and outcomes spread as in a contact centre. */
const FILL = `
insert into payments
select 'CA' || md5(i::text), 'p' || md5('p' || i), 'agent-' || i % ${AGENTS}, '+1555' || lpad((i * 7919 % 2000000)::text, 7, '0'),
  1700000000000 + i * 20000::bigint, 1700000000000 + i * 20000::bigint + 90000,
  case when i % 1000 = 0 then 'unknown' when i % 12 = 0 then 'declined' when i % 15 = 0 then 'cancelled' else 'paid' end,
  (i * 7 % 25000 + 100), 'USD', lpad((i * 31 % 10000)::text, 4, '0'), 'visa', 'INV-' || i, null, 'ch_' || md5('c' || i),
  null, case when i % 12 = 0 then 'Your card was declined.' end
from generate_series(1, ${rows}::bigint) i`

const searches: Record<string, string> = {
  everything: "true",
  "one agent": "agent_id = 'agent-7'",
  "outcome paid": "outcome = 'paid'",
  "outcome unknown": "outcome = 'unknown'",
  "an amount": "total_minor = 1360",
  "last four digits": "last_four = '4242'",
  "a reference": "reference is not null and lower(reference) = lower('inv-4242')",
  "a confirmation code": "confirmation_code = 'ch_' || md5('c4242')",
  "a caller": "caller = '+15550007919'",
  "an agent's declined ones": "agent_id = 'agent-0' and outcome = 'declined'",
  "a week": "opened_at >= 1710000000000 and opened_at < 1710604800000",
}

const page = (where: string, after = "") =>
  `select * from payments where ${where} ${after} order by opened_at desc, payment_id desc limit 51`

interface Plan {
  "Execution Time": number
  Plan: { "Shared Hit Blocks": number; "Shared Read Blocks": number }
}

async function main(): Promise<void> {
  await onServer(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  await (await openLedger({ databaseUrl: url.href, dataDir: "unused" })).close()
  const client = new pg.Client(url.href)
  await client.connect()

  async function median(sql: string): Promise<{ ms: number; blocks: number }> {
    const found: Plan[] = []
    for (let i = 0; i < TRIES; i++) {
      const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`)
      found.push(rows[0]["QUERY PLAN"][0])
    }
    found.sort((a, b) => a["Execution Time"] - b["Execution Time"])
    const middle = found[TRIES >> 1] as Plan
    return {
      ms: middle["Execution Time"],
      blocks: middle.Plan["Shared Hit Blocks"] + middle.Plan["Shared Read Blocks"],
    }
  }

  try {
    console.log(`Filling ${rows} payments`)
    await client.query("set synchronous_commit = off")
    // All at once at the end: row by row, ten million random entries into each take hours.
    const { rows: indices } = await client.query<{ indexname: string; indexdef: string }>(
      "select indexname, indexdef from pg_indexes where tablename = 'payments' and indexname not like '%_pkey'",
    )
    for (const { indexname } of indices) await client.query(`drop index ${indexname}`)
    await client.query(FILL)
    for (const { indexdef } of indices) await client.query(indexdef)
    await client.query("analyze payments")
    const { rows: sizes } = await client.query(
      "select pg_size_pretty(pg_table_size('payments')) as table, pg_size_pretty(pg_indexes_size('payments')) as indices",
    )
    console.log(`Table ${sizes[0].table}, indices ${sizes[0].indices}`)
    for (const [what, where] of Object.entries(searches)) {
      // The page that begins where nine tenths of what fits have gone by.
      const { rows: places } = await client.query(
        `with f as (select opened_at, payment_id from payments where ${where})
         select opened_at, payment_id from f order by opened_at, payment_id offset (select count(*) / 10 from f) limit 1`,
      )
      const { opened_at, payment_id } = places[0]
      const first = await median(page(where))
      const deep = await median(page(where, `and (opened_at, payment_id) < (${opened_at}, '${payment_id}')`))
      console.log(
        `${what}: first page ${first.ms.toFixed(2)} ms, ${first.blocks} blocks; deep page ${deep.ms.toFixed(2)} ms, ${deep.blocks} blocks`,
      )
    }
  } finally {
    await client.end()
    await onServer(`drop database ${name} with (force)`)
  }
}

await main()
