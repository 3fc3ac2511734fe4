// Links that let one person in once: to accept an invitation, to set a new password, to become the first admin.
import { createHash, randomBytes } from "node:crypto"
import type { PersonLink } from "@agentpay/core"
import type { Auth } from "./auth.ts"

const LINK_LASTS_MS = 72 * 60 * 60_000
const PREFIX = "person-link:"
/** Whom the link of a fresh installation lets in. */
export const FIRST_ADMIN = "first-admin"

/** The token itself is kept nowhere: a copy of the database opens no account. */
const identifierOf = (token: string): string =>
  PREFIX + createHash("sha256").update(token).digest("base64url")

const linksOf = (userId: string) => [
  { field: "identifier", operator: "starts_with" as const, value: PREFIX },
  { field: "value", value: userId },
]

export async function endLinks(auth: Auth, userId: string): Promise<void> {
  const { adapter } = await auth.$context
  await adapter.deleteMany({ model: "verification", where: linksOf(userId) })
}

/** A new link; those that the person had before end. */
export async function makeLink(auth: Auth, userId: string, now: number): Promise<PersonLink> {
  await endLinks(auth, userId)
  const { internalAdapter } = await auth.$context
  const token = randomBytes(24).toString("base64url")
  const endsAt = now + LINK_LASTS_MS
  await internalAdapter.createVerificationValue({
    identifier: identifierOf(token),
    value: userId,
    expiresAt: new Date(endsAt),
  })
  return { token, endsAt }
}

/** The way into a fresh installation; null where somebody has an account already. */
export async function makeFirstAdminLink(auth: Auth, now: number): Promise<PersonLink | null> {
  const { internalAdapter } = await auth.$context
  return (await internalAdapter.countTotalUsers()) > 0 ? null : makeLink(auth, FIRST_ADMIN, now)
}

/** @returns whose link it is: a user id or FIRST_ADMIN; null when it has run out or was used */
export async function whoseLink(auth: Auth, token: string, now: number): Promise<string | null> {
  const { internalAdapter } = await auth.$context
  const found = await internalAdapter.findVerificationValue(identifierOf(token))
  return found && found.expiresAt.getTime() > now ? found.value : null
}

/** Of several at once, one gets true. */
export async function useLink(auth: Auth, token: string): Promise<boolean> {
  const { internalAdapter } = await auth.$context
  return (await internalAdapter.consumeVerificationValue(identifierOf(token))) !== null
}

/** When the link of each person ends, by user id. */
export async function linkEnds(auth: Auth, now: number): Promise<Map<string, number>> {
  const { adapter } = await auth.$context
  const rows = await adapter.findMany<{ value: string; expiresAt: Date }>({
    model: "verification",
    where: [
      { field: "identifier", operator: "starts_with", value: PREFIX },
      { field: "expiresAt", operator: "gt", value: new Date(now) },
    ],
    limit: 10_000,
  })
  return new Map(rows.map(({ value, expiresAt }) => [value, expiresAt.getTime()]))
}
