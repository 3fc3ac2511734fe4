// Counts wrong passwords in the database, so that it does not matter in which process they are tried.
import { createHash } from "node:crypto"
import { type Kysely, sql } from "kysely"

/** PCI DSS v4.0.1, 8.3.4: after ten wrong tries an account is shut for half an hour. */
const MOST_WRONG = 10
const SHUT_FOR_MS = 30 * 60_000
/** So long is a wrong try remembered that no right one followed. */
const REMEMBERED_MS = 24 * 60 * 60_000

export interface SignInTries {
  /** Counts a try before its outcome is known, so that many at once cannot be more than ten. @returns false when shut */
  begin(email: string): Promise<boolean>
  /** The try that began was neither right nor wrong. */
  giveBack(email: string): Promise<void>
  /** The try was right, or an admin lets the person try again. */
  forget(email: string): Promise<void>
  /** Whether each of these is shut. */
  areShut(emails: readonly string[]): Promise<boolean[]>
}

/** Somebody may type anything into the field for the address: only a hash of it is kept. */
const keyOf = (email: string): string => createHash("sha256").update(email.trim().toLowerCase()).digest("hex")

/** @param now epoch milliseconds */
export function openSignInTries(db: Kysely<unknown>, now: () => number): SignInTries {
  return {
    async begin(email) {
      const at = now()
      const remembered = at + REMEMBERED_MS
      const shut = at + SHUT_FOR_MS
      await sql`delete from sign_in_tries where until_at <= ${at}`.execute(db)
      const { rows } = await sql<{ tries: number }>`
        insert into sign_in_tries (key, tries, until_at) values (${keyOf(email)}, 1, ${remembered})
        on conflict (key) do update set
          tries = sign_in_tries.tries + 1,
          until_at = case
            when sign_in_tries.tries + 1 < ${MOST_WRONG} then excluded.until_at
            when sign_in_tries.tries + 1 = ${MOST_WRONG} then ${shut}
            else sign_in_tries.until_at
          end
        returning tries`.execute(db)
      return (rows[0]?.tries ?? 1) <= MOST_WRONG
    },
    async giveBack(email) {
      await sql`
        update sign_in_tries set tries = tries - 1, until_at = ${now() + REMEMBERED_MS}
        where key = ${keyOf(email)} and tries <= ${MOST_WRONG}`.execute(db)
    },
    async forget(email) {
      await sql`delete from sign_in_tries where key = ${keyOf(email)}`.execute(db)
    },
    async areShut(emails) {
      const { rows } = await sql<{ key: string }>`
        select key from sign_in_tries where tries >= ${MOST_WRONG} and until_at > ${now()}`.execute(db)
      const shut = new Set(rows.map(({ key }) => key))
      return emails.map((email) => shut.has(keyOf(email)))
    },
  }
}
