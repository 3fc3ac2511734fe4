// Changes what an installation cannot do without: one admin at least, and no two agents with one phone.
import type { Role } from "@agentpay/core"
import { type Kysely, sql } from "kysely"
import { ApiRefusal } from "./api.ts"
import type { Auth } from "./auth.ts"

interface People {
  user: { id: string; name: string; role: string | null; phone: string | null; status: string | null }
  account: { userId: string; password: string | null }
}

export interface PersonChange {
  name?: string | undefined
  role?: Role | undefined
  phone?: string | null | undefined
  /** `suspended`, `disabled`; null: may work. */
  status?: string | null | undefined
}

/** Any number but that of another lock, the same in every AgentPay process. */
const PEOPLE_LOCK = 7_295_004

/**
 * Changes one person, with what must hold afterwards checked before the commit: two admins who suspend each other
 * at the same moment do not both succeed.
 */
export async function changePerson(
  { database: { db, type } }: Auth,
  userId: string,
  change: PersonChange,
): Promise<void> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  await (db as Kysely<People>).transaction().execute(async (trx) => {
    // SQLite has one process and one connection, which the transaction holds.
    if (type === "postgres") await sql`select pg_advisory_xact_lock(${PEOPLE_LOCK})`.execute(trx)
    const admins = () =>
      trx
        .selectFrom("user")
        .innerJoin("account", "account.userId", "user.id")
        .where("user.role", "=", "admin")
        .where("user.status", "is", null)
        .where("account.password", "is not", null)
        .select("user.id")
        .execute()
    const before = await admins()
    if (given.length > 0)
      await trx.updateTable("user").set(Object.fromEntries(given)).where("id", "=", userId).execute()
    if (before.length > 0 && (await admins()).length === 0)
      throw new ApiRefusal(409, "This is the last admin. Make somebody else an admin first.")
    const working = await trx.selectFrom("user").selectAll().where("status", "is", null).execute()
    const changed = working.find(({ id }) => id === userId)
    if (changed?.role !== "agent") return
    if (changed.phone === null) throw new ApiRefusal(400, "An agent needs a phone that rings.")
    const other = working.find(
      ({ id, role, phone }) => id !== userId && role === "agent" && phone === changed.phone,
    )
    if (other) throw new ApiRefusal(409, `${changed.phone} is ${other.name}'s phone already.`)
  })
}
