// Goes along the whole chain of the audit log and says where it is broken.
import { type Kysely, sql } from "kysely"
import { type AuditChain, linkHash } from "./audit-chain.ts"
import type { AuditRecord, Tables } from "./tables.ts"

export interface AuditCheck {
  rows: number
  /** The newest row: noted down elsewhere, it proves later that the end of the chain is still there. */
  head: { seq: number; hash: string }
  /** One line each, oldest row first; none when the chain is whole. */
  faults: string[]
}

const PAGE = 1_000
/** A list that nobody reads to its end helps nobody. */
const MOST_FAULTS = 100

/**
 * Reads one moment of the log, also while AgentPay writes to it.
 * @param expected a head that an earlier check printed
 */
export function checkAudit(
  db: Kysely<Tables>,
  type: "sqlite" | "postgres",
  expected?: AuditCheck["head"],
): Promise<AuditCheck> {
  const moment = db.transaction()
  const whole = type === "postgres" ? moment.setIsolationLevel("repeatable read") : moment
  return whole.execute(async (trx) => {
    const chain = await trx.selectFrom("audit_chain").selectAll().execute()
    const ends = chain[0]
    if (!ends || chain.length > 1)
      return { rows: 0, head: { seq: 0, hash: "" }, faults: ["The chain's ends are missing."] }
    const walk = startWalk(ends)
    for (let from = Number.MIN_SAFE_INTEGER; ; ) {
      const page = trx.selectFrom("audit").selectAll().where("seq", ">=", from).orderBy("seq").limit(PAGE)
      const rows = await page.execute()
      for (const row of rows) walk.step(row)
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) break
      from = last.seq + 1
    }
    const faults = walk.end()
    if (expected) faults.push(...(await stillThere(trx, ends, expected)))
    const cut = faults.length > MOST_FAULTS ? [`And ${faults.length - MOST_FAULTS} more.`] : []
    return {
      rows: walk.rows(),
      head: { seq: ends.head_seq, hash: ends.head_hash },
      faults: [...faults.slice(0, MOST_FAULTS), ...cut],
    }
  })
}

const rowsWords = (from: number, to: number): string =>
  from === to ? `Row ${from} is` : `Rows ${from} to ${to} are`

function startWalk(ends: AuditChain) {
  let rows = 0
  let next = ends.pruned_seq + 1
  /** Null after a gap or a changed row: whatever comes then cannot be compared with what was before it. */
  let before: string | null = ends.pruned_hash
  let prunedUpTo = 0
  const faults: { seq: number; words: string }[] = []
  const changed: AuditRecord[] = []

  function step(row: AuditRecord): void {
    rows++
    if (row.seq < next) {
      faults.push({ seq: row.seq, words: `Row ${row.seq} should have been pruned.` })
      return
    }
    if (row.seq > next) {
      faults.push({ seq: next, words: `${rowsWords(next, row.seq - 1)} missing.` })
      before = null
    }
    const whole = linkHash(row) === row.hash
    if (!whole) changed.push(row)
    else if (before !== null && row.previous !== before)
      faults.push({
        seq: row.seq,
        words: `Row ${row.seq} does not follow on row ${row.seq - 1}: one of them was replaced.`,
      })
    before = whole ? row.hash : null
    next = row.seq + 1
    if (row.action === "audit-pruned") prunedUpTo = upTo(row.detail)
  }

  /** A row that is right under another number was moved; else something in it was changed. */
  function changedWords(row: AuditRecord): string {
    const origin = changed.find(({ seq }) => seq !== row.seq && linkHash({ ...row, seq }) === row.hash)
    return origin
      ? `Row ${row.seq} was moved: it was row ${origin.seq}.`
      : `Row ${row.seq} was changed after it was written.`
  }

  function end(): string[] {
    for (const row of changed.slice(0, MOST_FAULTS)) faults.push({ seq: row.seq, words: changedWords(row) })
    faults.sort((a, b) => a.seq - b.seq)
    const words = faults.map((fault) => fault.words)
    if (changed.length > MOST_FAULTS) words.push(`${changed.length - MOST_FAULTS} more rows were changed.`)
    if (ends.pruned_seq !== prunedUpTo)
      words.unshift(
        `Rows up to ${ends.pruned_seq} are gone, but the log says that it was pruned up to ${prunedUpTo}.`,
      )
    if (next - 1 < ends.head_seq) words.push(`${rowsWords(next, ends.head_seq)} missing at the end.`)
    else if (next - 1 > ends.head_seq || (before !== null && before !== ends.head_hash))
      words.push(`The newest row is not the one that was written last (row ${ends.head_seq}).`)
    return words
  }

  return { step, end, rows: () => rows }
}

function upTo(detail: string): number {
  try {
    return Number((JSON.parse(detail) as { upTo?: unknown }).upTo)
  } catch {
    return Number.NaN
  }
}

/** The chain alone cannot tell that its newest rows went together with its end: a head that was noted down elsewhere can. */
async function stillThere(
  db: Kysely<Tables>,
  ends: AuditChain,
  { seq, hash }: AuditCheck["head"],
): Promise<string[]> {
  if (seq <= ends.pruned_seq) return [`Row ${seq} was pruned since: it proves nothing any more.`]
  const row = await db.selectFrom("audit").select("hash").where(sql<boolean>`seq = ${seq}`).executeTakeFirst()
  return row?.hash === hash ? [] : [`Row ${seq} is not the one whose hash was noted down.`]
}
