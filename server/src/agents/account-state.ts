// Whether an account may be used: suspended by an admin, or disabled because nobody has used it (PCI DSS v4.0.1, 8.2.6).
export interface AccountState {
  /** `suspended`, `disabled`, or nothing. */
  status?: string | null
  createdAt: Date
  lastSeenAt?: Date | null
}

const UNUSED_FOR_MS = 90 * 24 * 60 * 60_000

/** Told only to whoever knew the password. @returns null when they may come in */
export function refusalAtSignIn(
  { status, createdAt, lastSeenAt }: AccountState,
  now: number,
  keepUnused = false,
): { code: "ACCOUNT_SUSPENDED" | "ACCOUNT_DISABLED"; message: string } | null {
  if (status === "suspended")
    return { code: "ACCOUNT_SUSPENDED", message: "This account is suspended. Ask an admin." }
  const unused = now - (lastSeenAt ?? createdAt).getTime() > UNUSED_FOR_MS
  if (status === "disabled" || (unused && !keepUnused))
    return {
      code: "ACCOUNT_DISABLED",
      message: "This account was not used for 90 days and is disabled. Ask an admin.",
    }
  return null
}
