// better-auth's hooks around passwords and second factors (PCI DSS v4.0.1, 8.2.6, 8.3 and 8.5).
import type { BetterAuthPlugin } from "better-auth"
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api"
import { deleteSessionCookie } from "better-auth/cookies"
import { isOneOfTheLast, passwordFault, rememberPassword, usedBefore } from "./password-rules.ts"
import type { SignInTries } from "./sign-in-tries.ts"

const SIGN_IN = "/sign-in/email"
const CHANGE = "/change-password"
/** Besides signing in, where a password is asked for: trying it there counts too. */
const ASKS_PASSWORD = [CHANGE, "/two-factor/enable", "/two-factor/generate-backup-codes"]
const TAKES_CODE = ["/two-factor/verify-totp", "/two-factor/verify-backup-code"]
/** Twice as long as a code is taken for: the one before and the one after count as well. */
const CODE_USED_MS = 3 * 60_000

type Hooked = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** Whose password is tried: what was typed, or who is signed in. */
async function triedBy(ctx: Hooked): Promise<string | null> {
  if (ctx.path === SIGN_IN) return String((ctx.body as { email?: unknown } | undefined)?.email)
  if (!ASKS_PASSWORD.includes(ctx.path)) return null
  const user = ctx.context.newSession?.user ?? (await getSessionFromCtx(ctx))?.user
  return user?.email ?? null
}

const isWrongPassword = (error: APIError): boolean =>
  error.statusCode === 401 || error.body?.code === "INVALID_PASSWORD"

async function checkNewPassword(ctx: Hooked, mustSetUp: SignInHooks["mustSetUp"]): Promise<void> {
  const next = String((ctx.body as { newPassword?: unknown } | undefined)?.newPassword)
  const session = await getSessionFromCtx(ctx)
  if (!session) return
  if (mustSetUp(session.user))
    throw new APIError("FORBIDDEN", { message: "Set up your second factor first." })
  const used = await isOneOfTheLast(ctx.context, session.user.id, next)
  const fault = passwordFault(next)
  const message = fault ? `The password ${fault}.` : used ? usedBefore : null
  if (message) throw new APIError("BAD_REQUEST", { code: "PASSWORD_REFUSED", message })
  await rememberPassword(ctx.context, session.user.id)
}

/** A code that was taken once is not taken again (8.5.1). */
async function useUp(ctx: Hooked, code: unknown): Promise<void> {
  const session = ctx.context.newSession ?? (await getSessionFromCtx(ctx))
  if (!session) return
  const { internalAdapter } = ctx.context
  const identifier = `code-used:${session.user.id}:${code}`
  const expiresAt = new Date(Date.now() + CODE_USED_MS)
  if (await internalAdapter.reserveVerificationValue({ identifier, value: "", expiresAt })) return
  await internalAdapter.deleteSession(session.session.token)
  deleteSessionCookie(ctx)
  throw new APIError("UNAUTHORIZED", { code: "INVALID_CODE", message: "This code was used already." })
}

export interface SignInHooks {
  tries: SignInTries
  /** Whether this user has yet to set a second factor up before they may do anything else. */
  mustSetUp(user: object): boolean
}

/** Comes after the second factor's own plugin. An address without an account is shut too: it tells nobody which exist. */
export function signInHooks({ tries, mustSetUp }: SignInHooks) {
  const before = createAuthMiddleware(async (ctx) => {
    if (ctx.path === CHANGE) await checkNewPassword(ctx, mustSetUp)
    const email = await triedBy(ctx)
    if (email !== null && !(await tries.begin(email)))
      throw new APIError("TOO_MANY_REQUESTS", {
        code: "ACCOUNT_SHUT",
        message: "Too many wrong passwords. Wait half an hour, then try again, or ask an admin.",
      })
    // No browser is let off the second factor.
    if (TAKES_CODE.includes(ctx.path)) return { context: { body: { ...ctx.body, trustDevice: false } } }
    // Who changes it may fear that somebody knows it: not for the browser to decide.
    if (ctx.path === CHANGE) return { context: { body: { ...ctx.body, revokeOtherSessions: true } } }
  })
  const after = createAuthMiddleware(async (ctx) => {
    const { returned, newSession, internalAdapter } = ctx.context
    const email = await triedBy(ctx)
    if (email !== null) {
      if (!(returned instanceof APIError)) await tries.forget(email)
      else if (!isWrongPassword(returned)) await tries.giveBack(email)
    }
    if (returned instanceof APIError) return
    if (ctx.path === "/two-factor/verify-totp") await useUp(ctx, ctx.body.code)
    // None while the second factor is still asked for.
    if (newSession) await internalAdapter.updateUser(newSession.user.id, { lastSeenAt: new Date() })
  })
  const everywhere = () => true
  return {
    id: "agentpay-sign-in",
    hooks: {
      before: [{ matcher: everywhere, handler: before }],
      after: [{ matcher: everywhere, handler: after }],
    },
  } satisfies BetterAuthPlugin
}
