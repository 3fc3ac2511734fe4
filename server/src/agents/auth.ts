// Who people are: better-auth keeps passwords and sessions, in the ledger's database.
import { type Person, roles, scrubText } from "@agentpay/core"
import { type BetterAuthOptions, betterAuth } from "better-auth"
import { getMigrations } from "better-auth/db/migration"
import { type Kysely, sql } from "kysely"
import type { Logger } from "pino"
import { passwordHooks } from "./password-hooks.ts"

export interface AuthSettings {
  database: { db: Kysely<unknown>; type: "sqlite" | "postgres" }
  /** Signs the session cookies. */
  secret: string
  /** Origins under which browsers reach us; the first is the public one. */
  origins: readonly [string, ...string[]]
  /** Other sites may show the console in a frame; only where the public origin is https. */
  framed?: boolean
  /** Where better-auth's own words go; without it to the terminal. */
  log?: Pick<Logger, "debug" | "info" | "warn" | "error">
}

/** The address we saw ourselves; what a browser claims in the same header is overwritten. */
export const ADDRESS_HEADER = "x-agentpay-address"

const HOUR_S = 3600

type SessionEnded = (sessionId: string) => void

function authOptions(
  { database, secret, origins: urls, framed, log }: AuthSettings,
  sessionEnded: SessionEnded,
) {
  // A public URL may have a path; for better-auth that would move /api/auth.
  const origins = urls.map((url) => new URL(url).origin)
  return {
    appName: "AgentPay",
    database,
    secret,
    baseURL: origins[0],
    trustedOrigins: origins,
    telemetry: { enabled: false },
    // Of what comes with a message only errors are logged: the rest may tell who people are.
    logger: log
      ? {
          log: (level, message, ...more) =>
            log[level]({ err: more.find((one) => one instanceof Error) }, message),
        }
      : {},
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    user: {
      additionalFields: {
        role: { type: "string", input: false, defaultValue: "agent" },
        phone: { type: "string", input: false, required: false },
      },
    },
    session: { expiresIn: 12 * HOUR_S, updateAge: HOUR_S },
    // auth-routes.ts limits. better-auth's own window begins anew at every request, so that a busy office runs into it.
    rateLimit: { enabled: false },
    hooks: passwordHooks,
    advanced: {
      cookiePrefix: "agentpay",
      // In somebody else's frame a cookie has to be allowed there, and is kept apart for each site that frames us.
      ...(framed && { defaultCookieAttributes: { sameSite: "none", secure: true, partitioned: true } }),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Said aloud, because better-auth leaves the check out where it believes to be in a test.
      disableOriginCheck: false,
    },
    databaseHooks: {
      session: { delete: { after: async ({ id }) => sessionEnded(id) } },
      user: { update: { before: async (user) => ({ data: { ...user, ...scrubbed(user) } }) } },
    },
  } satisfies BetterAuthOptions
}

/** People write these about themselves: no card number may be kept in them (R7). */
function scrubbed({ name, image }: { name?: unknown; image?: unknown }) {
  return {
    ...(typeof name === "string" && { name: scrubText(name) }),
    ...(typeof image === "string" && { image: scrubText(image) }),
  }
}

/** Any number but the ledger's own lock, the same in every AgentPay process. */
const MIGRATIONS_LOCK = 7_295_003

/** Under a lock and in one transaction: of two processes that start together one waits, and then finds nothing to do. */
async function migrate(options: BetterAuthOptions, { db, type }: AuthSettings["database"]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // SQLite has one process and one connection, which the transaction holds.
    if (type === "postgres") await sql`select pg_advisory_xact_lock(${MIGRATIONS_LOCK})`.execute(trx)
    const { runMigrations } = await getMigrations({ ...options, database: { db: trx, type } })
    await runMigrations()
  })
}

type BetterAuth = ReturnType<typeof betterAuth<ReturnType<typeof authOptions>>>

export type Auth = BetterAuth & {
  /** Calls back with the id of every session that ends here: signed out, revoked, or found to have run out. */
  onSessionEnd(listener: SessionEnded): void
}

/** Opens the accounts; their tables are created or brought up to date by better-auth itself. */
export async function openAuth(settings: AuthSettings): Promise<Auth> {
  const listeners = new Set<SessionEnded>()
  const options = authOptions(settings, (sessionId) => {
    for (const listener of listeners) listener(sessionId)
  })
  await migrate(options, settings.database)
  return Object.assign(betterAuth(options), {
    onSessionEnd: (listener: SessionEnded) => void listeners.add(listener),
  })
}

interface UserRecord {
  id: string
  name: string
  role?: unknown
  phone?: unknown
}

export function toPerson(user: UserRecord): Person {
  const role = roles.find((known) => known === user.role) ?? "agent"
  return { userId: user.id, name: user.name, role, phone: typeof user.phone === "string" ? user.phone : null }
}

/** Everybody with an account. */
export async function listPeople(auth: Auth): Promise<Person[]> {
  const { internalAdapter } = await auth.$context
  return (await internalAdapter.listUsers(10_000)).map(toPerson)
}

export interface NewPerson {
  name: string
  email: string
  password: string
  role: Person["role"]
  /** E.164; null for those who take no calls. */
  phone: string | null
}

/** Creates an account with a password. @returns false when the e-mail address already has one, which stays as it is. */
export async function createPerson(
  auth: Auth,
  { name, email, password, role, phone }: NewPerson,
): Promise<boolean> {
  const { internalAdapter, password: passwords } = await auth.$context
  const known = await internalAdapter.findUserByEmail(email, { includeAccounts: true })
  // A crash may have come between person and password: then the password is still to be set.
  if (known && known.accounts.length > 0) return false
  const account = { name, email, emailVerified: true, role, phone }
  const user = known?.user ?? (await internalAdapter.createUser(account, { method: "admin" }))
  await internalAdapter.linkAccount({
    userId: user.id,
    accountId: user.id,
    providerId: "credential",
    password: await passwords.hash(password),
  })
  return true
}
