// What a password must be (PCI DSS v4.0.1, 8.3.6) and that it is none of the last four (8.3.7).
import type { AuthContext } from "better-auth"

export const SHORTEST_PASSWORD = 12
const LONGEST_PASSWORD = 128
const LAST = 4

/** @returns what is wrong with it, in words that follow "The password"; null when nothing is */
export function passwordFault(password: string): string | null {
  if (password.length < SHORTEST_PASSWORD) return `must have at least ${SHORTEST_PASSWORD} characters`
  if (password.length > LONGEST_PASSWORD) return `must have at most ${LONGEST_PASSWORD} characters`
  if (!/\p{L}/u.test(password) || !/\d/.test(password)) return "must have both letters and digits"
  return null
}

export const usedBefore = `The password must not be one of your last ${LAST}.`

interface Context {
  adapter: Pick<AuthContext["adapter"], "update">
  internalAdapter: Pick<
    AuthContext["internalAdapter"],
    "findCredentialAccount" | "linkAccount" | "updateAccount"
  >
  password: Pick<AuthContext["password"], "hash" | "verify">
}
type Account = { id: string; password?: string | null | undefined; formerPasswords?: string | null }

/** Hashes, newest first; the one in use is among them. */
function hashesOf(account: Account | null): string[] {
  const former: unknown = JSON.parse(account?.formerPasswords ?? "[]")
  const hashes = [account?.password, ...(Array.isArray(former) ? former : [])]
  return [...new Set(hashes.filter((hash) => typeof hash === "string"))].slice(0, LAST)
}

export async function isOneOfTheLast({ internalAdapter, password }: Context, userId: string, next: string) {
  for (const hash of hashesOf(await internalAdapter.findCredentialAccount(userId)))
    if (await password.verify({ hash, password: next })) return true
  return false
}

/** Keeps the hash of the password in use, which is about to be replaced. */
export async function rememberPassword({ adapter, internalAdapter }: Context, userId: string): Promise<void> {
  const account: Account | null = await internalAdapter.findCredentialAccount(userId)
  if (!account) return
  const update = { formerPasswords: JSON.stringify(hashesOf(account)) }
  await adapter.update({ model: "account", where: [{ field: "id", value: account.id }], update })
}

/** Gives a person a password, their first or a new one. Ends no session. */
export async function setPassword(context: Context, userId: string, next: string): Promise<void> {
  const { internalAdapter, password: passwords } = context
  const password = await passwords.hash(next)
  const account = await internalAdapter.findCredentialAccount(userId)
  if (!account)
    return void (await internalAdapter.linkAccount({
      userId,
      accountId: userId,
      providerId: "credential",
      password,
    }))
  await rememberPassword(context, userId)
  await internalAdapter.updateAccount(account.id, { password })
}
