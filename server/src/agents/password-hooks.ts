// Ten wrong passwords shut an account for half an hour (PCI DSS v4.0.1, 8.3.4), in whichever process they were tried.
// A changed password ends every other session.
import { createHash } from "node:crypto"
import { APIError, createAuthMiddleware } from "better-auth/api"

const MOST_WRONG = 10
const SHUT_FOR_MS = 30 * 60_000
const SIGN_IN = "/sign-in/email"

/** Somebody may type anything into the field for the address: only a hash of it is kept. */
function nameOf(body: unknown): string {
  const { email } = (body ?? {}) as { email?: unknown }
  return `wrong-password:${createHash("sha256").update(String(email).trim().toLowerCase()).digest("hex")}`
}

/** better-auth's hooks around passwords. An address without an account is shut too: it tells nobody which exist. */
export const passwordHooks = {
  before: createAuthMiddleware(async ({ path, body, context }) => {
    // Who changes it may fear that somebody knows it: not for the browser to decide.
    if (path === "/change-password") return { context: { body: { ...body, revokeOtherSessions: true } } }
    if (path !== SIGN_IN) return
    const identifier = nameOf(body)
    const where = [
      { field: "identifier", value: identifier },
      { field: "expiresAt", operator: "gt" as const, value: new Date() },
    ]
    if ((await context.adapter.count({ model: "verification", where })) >= MOST_WRONG)
      throw new APIError("TOO_MANY_REQUESTS", {
        message: "Too many wrong passwords. Wait half an hour, then try again.",
      })
  }),
  after: createAuthMiddleware(async ({ path, body, context }) => {
    if (path !== SIGN_IN) return
    const { internalAdapter, returned } = context
    const identifier = nameOf(body)
    if (!(returned instanceof APIError)) return internalAdapter.deleteVerificationByIdentifier(identifier)
    if (returned.statusCode !== 401) return
    const expiresAt = new Date(Date.now() + SHUT_FOR_MS)
    await internalAdapter.createVerificationValue({ identifier, value: "", expiresAt })
    // Looking one up is what makes better-auth clear away those that have expired.
    await internalAdapter.findVerificationValue(identifier)
  }),
}
