// Takes calls out of the ledger whole: for the demo's sample data, which nobody has to account for.
import type { Engine } from "./engine.ts"

/** See `Ledger.forgetCalls`. */
export async function forgetCalls({ db }: Engine, prefix: string): Promise<number> {
  return db.transaction().execute(async (trx) => {
    for (const table of ["payments", "effects", "facts"] as const)
      await trx.deleteFrom(table).where("call_sid", "like", `${prefix}%`).execute()
    const calls = await trx.deleteFrom("calls").where("call_sid", "like", `${prefix}%`).executeTakeFirst()
    return Number(calls.numDeletedRows)
  })
}
