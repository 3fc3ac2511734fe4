// Who people are: better-auth keeps passwords and sessions, in the ledger's database.
import { type Person, type RecordAudit, type Role, roles, scrubText } from "@agentpay/core"
import { type BetterAuthOptions, betterAuth } from "better-auth"
import { APIError } from "better-auth/api"
import { getMigrations } from "better-auth/db/migration"
import { twoFactor } from "better-auth/plugins"
import { type Kysely, sql } from "kysely"
import type { Logger } from "pino"
import { type AccountState, refusalAtSignIn } from "./account-state.ts"
import { SHORTEST_PASSWORD, setPassword } from "./password-rules.ts"
import { signInHooks } from "./sign-in-hooks.ts"
import { openSignInTries, type SignInTries } from "./sign-in-tries.ts"

export interface AuthSettings {
  database: { db: Kysely<unknown>; type: "sqlite" | "postgres" }
  /** Signs the session cookies. */
  secret: string
  /** Origins under which browsers reach us; the first is the public one. */
  origins: readonly [string, ...string[]]
  /** Other sites may show the console in a frame; only where the public origin is https. */
  framed?: boolean
  /** Roles that get nowhere before they have set a second factor up. */
  secondFactorFor?: readonly Role[]
  /** Whether accounts that nobody uses stay as they are, as in the demo. */
  keepUnused?: boolean
  /** Told when an account is disabled because nobody used it. */
  record?: RecordAudit
  /** Where better-auth's own words go; without it to the terminal. */
  log?: Pick<Logger, "debug" | "info" | "warn" | "error">
}

/** The address we saw ourselves; what a browser claims in the same header is overwritten. */
export const ADDRESS_HEADER = "x-agentpay-address"

const HOUR_S = 3600

type SessionEnded = (sessionId: string) => void

interface Inside {
  sessionEnded: SessionEnded
  tries: SignInTries
  mustSetUp(user: object): boolean
}

function authOptions(
  { database, secret, origins: urls, framed, log, keepUnused, record }: AuthSettings,
  { sessionEnded, ...hooks }: Inside,
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
    // Of what comes with a message only errors are logged: the rest may tell who people are. The message itself may
    // repeat what was sent (R7).
    logger: log
      ? {
          log: (level, message, ...more) =>
            log[level]({ err: more.find((one) => one instanceof Error) }, scrubText(message)),
        }
      : {},
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: SHORTEST_PASSWORD },
    user: {
      additionalFields: {
        role: { type: "string", input: false, defaultValue: "agent" },
        phone: { type: "string", input: false, required: false },
        /** `suspended`, `disabled`, or nothing. */
        status: { type: "string", input: false, required: false },
        lastSeenAt: { type: "date", input: false, required: false, returned: false },
      },
    },
    account: {
      additionalFields: {
        /** Hashes, as JSON. */
        formerPasswords: { type: "string", input: false, required: false, returned: false },
      },
    },
    plugins: [
      // Its own lock is for wrong codes what sign-in-tries.ts is for wrong passwords.
      twoFactor({
        issuer: "AgentPay",
        accountLockout: { maxFailedAttempts: 10, durationSeconds: HOUR_S / 2 },
      }),
      signInHooks(hooks),
    ],
    session: {
      expiresIn: 12 * HOUR_S,
      updateAge: HOUR_S,
      // See idle.ts.
      additionalFields: { touchedAt: { type: "date", input: false, required: false } },
    },
    // auth-routes.ts limits. better-auth's own window begins anew at every request, so that a busy office runs into it.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "agentpay",
      // In somebody else's frame a cookie has to be allowed there, and is kept apart for each site that frames us.
      ...(framed && { defaultCookieAttributes: { sameSite: "none", secure: true, partitioned: true } }),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Said aloud, because better-auth leaves the check out where it believes to be in a test.
      disableOriginCheck: false,
    },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }, ctx) => {
            if (!ctx) return
            const { internalAdapter } = ctx.context
            const user: AccountState | null = await internalAdapter.findUserById(userId)
            const refusal = user && refusalAtSignIn(user, Date.now(), keepUnused)
            if (refusal?.code === "ACCOUNT_DISABLED" && user?.status !== "disabled") {
              await internalAdapter.updateUser(userId, { status: "disabled" })
              await record?.({ action: "person-disabled", subject: userId })
            }
            if (refusal) throw new APIError("FORBIDDEN", refusal)
          },
        },
        delete: { after: async ({ id }) => sessionEnded(id) },
      },
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

/** Who asks, and with which session. */
export interface Entered {
  who: Person
  email: string
  session: {
    id: string
    token: string
    createdAt: Date
    expiresAt: Date
    touchedAt?: Date | null | undefined
  }
  /** They have to set their second factor up, and may do nothing else until then. */
  mustSetUp: boolean
}

export type Auth = BetterAuth & {
  /** Calls back with the id of every session that ends here: signed out, revoked, or found to have run out. */
  onSessionEnd(listener: SessionEnded): void
  /** Whose session a Cookie header names; null when it is none (any more). */
  enter(cookie: string | undefined, asked?: { prolong: boolean }): Promise<Entered | null>
  tries: SignInTries
  database: AuthSettings["database"]
}

/** Opens the accounts; their tables are created or brought up to date by better-auth itself. */
export async function openAuth(settings: AuthSettings): Promise<Auth> {
  const { database, secondFactorFor = [] } = settings
  const listeners = new Set<SessionEnded>()
  const tries = openSignInTries(database.db, Date.now)
  const mustSetUp = (user: { role?: unknown; twoFactorEnabled?: unknown }): boolean =>
    !user.twoFactorEnabled && secondFactorFor.some((role) => role === user.role)
  const sessionEnded: SessionEnded = (sessionId) => {
    for (const listener of listeners) listener(sessionId)
  }
  const options = authOptions(settings, { sessionEnded, tries, mustSetUp })
  await migrate(options, database)
  const auth: BetterAuth = betterAuth(options)
  return Object.assign(auth, {
    onSessionEnd: (listener: SessionEnded) => void listeners.add(listener),
    async enter(cookie: string | undefined, { prolong } = { prolong: true }): Promise<Entered | null> {
      const headers = new Headers({ cookie: cookie ?? "" })
      const found = await auth.api.getSession({ headers, query: { disableRefresh: !prolong } })
      // A session that began while its account was being suspended.
      if (!found || found.user.status) return null
      const { user, session } = found
      return { who: toPerson(user), email: user.email, session, mustSetUp: mustSetUp(user) }
    },
    tries,
    database,
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

/** Everybody with an account; or those only who are neither suspended nor disabled. */
export async function listPeople(auth: Auth, { working } = { working: false }): Promise<Person[]> {
  const { internalAdapter } = await auth.$context
  const users: (UserRecord & { status?: unknown })[] = await internalAdapter.listUsers(10_000)
  return users.filter(({ status }) => !working || !status).map(toPerson)
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
  const context = await auth.$context
  const { internalAdapter } = context
  const known = await internalAdapter.findUserByEmail(email, { includeAccounts: true })
  // A crash may have come between person and password: then the password is still to be set.
  if (known && known.accounts.length > 0) return false
  const account = { name, email, emailVerified: true, role, phone }
  const user = known?.user ?? (await internalAdapter.createUser(account, { method: "admin" }))
  await setPassword(context, user.id, password)
  return true
}
