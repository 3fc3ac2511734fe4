// What the audit log says of better-auth's doors: signing in and out, passwords, second factors.
import type { AuditAction, RecordAudit } from "@agentpay/core"
import type { Auth } from "./auth.ts"

const actions: Record<string, AuditAction> = {
  "/sign-in/email": "sign-in",
  "/sign-out": "sign-out",
  "/change-password": "password-changed",
  "/update-user": "person-changed",
  "/revoke-session": "sessions-ended",
  "/revoke-sessions": "sessions-ended",
  "/revoke-other-sessions": "sessions-ended",
  "/two-factor/enable": "second-factor-set-up",
  "/two-factor/disable": "second-factor-removed",
  "/two-factor/generate-backup-codes": "recovery-codes-made",
  "/two-factor/verify-totp": "second-factor-used",
  "/two-factor/verify-backup-code": "second-factor-used",
}

export interface AuthAsked {
  /** Below /api/auth, such as /sign-out. */
  path: string
  address: string
  /** What was sent, whatever it is. */
  sent: unknown
  /** Whose session it came with. */
  who: string | null
  /** Whom a code is asked of whose password was right, if this is one. */
  whoseCode: string | null
  /** It was locked, and this is the same person again. */
  unlocks: boolean
}

/** @param body what better-auth answered, JSON if it is */
export async function recordAuth(
  auth: Auth,
  record: RecordAudit,
  { path, address, sent, who: before, whoseCode, unlocks }: AuthAsked,
  { status, body }: { status: number; body: string },
): Promise<void> {
  const known = actions[path]
  if (!known) return
  const answer = readJson(body)
  const done = status < 400
  const named = text((answer.user as Answer | undefined)?.id)
  const signIn = known === "sign-in"
  // Whose account a password or code was for is known; who tried a wrong one is not.
  const meant = signIn ? await accountOf(auth, sent) : whoseCode
  const asker = signIn ? (done ? meant : null) : before
  // A new session says whose it is, whoever was signed in before.
  const who = done ? (named ?? asker) : asker
  await record({
    action: signIn && unlocks ? "screen-unlocked" : known,
    who,
    subject: who === null ? meant : null,
    address,
    result: done ? "done" : status < 500 ? "refused" : "failed",
    detail: {
      ...(path === "/two-factor/verify-backup-code" && { by: "recovery code" }),
      ...(answer.twoFactorRedirect === true && { next: "second factor" }),
      ...(!done && { reason: text(answer.message) ?? text(answer.error) ?? `HTTP ${status}` }),
    },
  })
}

type Answer = Record<string, unknown>

function readJson(body: string): Answer {
  try {
    return (JSON.parse(body) ?? {}) as Answer
  } catch {
    return {}
  }
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null)

/** Somebody may type anything into the field for the address, a password too: it is not recorded, only whose it is. */
async function accountOf(auth: Auth, sent: unknown): Promise<string | null> {
  const email = text((sent as Answer | null)?.email)
  if (!email) return null
  const { internalAdapter } = await auth.$context
  const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase())
  return found?.user.id ?? null
}

/** Between password and second factor: whose password it was, from better-auth's own cookie; null when it is none. */
export async function whoseCode(auth: Auth, cookie: string | undefined): Promise<string | null> {
  const [, identifier] =
    /(?:^|[;\s])(?:__Secure-)?agentpay\.two_factor=(2fa-\w{20})\./.exec(cookie ?? "") ?? []
  if (identifier === undefined) return null
  return (await (await auth.$context).internalAdapter.findVerificationValue(identifier))?.value ?? null
}
