// What admins do with people: invite, change, suspend, and help those who cannot sign in.
import type {
  LinkKind,
  OpenedLink,
  OwnAccount,
  Person,
  PersonLink,
  PersonRow,
  PersonStatus,
  Role,
} from "@agentpay/core"
import { ApiRefusal } from "./api.ts"
import type { Auth } from "./auth.ts"
import { toPerson } from "./auth.ts"
import { changePerson, type PersonChange } from "./change-person.ts"
import { isOneOfTheLast, setPassword, usedBefore } from "./password-rules.ts"
import { endLinks, FIRST_ADMIN, linkEnds, makeLink, useLink, whoseLink } from "./person-links.ts"

export interface NewcomerFields {
  name: string
  email: string
  role: Role
  phone: string | null
}

interface UserRecord {
  id: string
  name: string
  email: string
  status?: string | null
  twoFactorEnabled?: boolean | null
  lastSeenAt?: Date | null
}

const gone = "This link has run out or was used already. Ask an admin for a new one."

/** @param now epoch milliseconds */
export function openPeople(auth: Auth, now: () => number) {
  async function find(userId: string): Promise<UserRecord> {
    const user: UserRecord | null = await (await auth.$context).internalAdapter.findUserById(userId)
    if (!user) throw new ApiRefusal(404, "There is no such person.")
    return user
  }

  async function hasPassword(userId: string): Promise<boolean> {
    const account = await (await auth.$context).internalAdapter.findCredentialAccount(userId)
    return typeof account?.password === "string"
  }

  async function endSessions(userId: string): Promise<void> {
    await (await auth.$context).internalAdapter.deleteUserSessions(userId)
  }

  async function opened(token: string): Promise<{ kind: LinkKind; user: UserRecord | null }> {
    const whose = await whoseLink(auth, token, now())
    if (whose === null) throw new ApiRefusal(410, gone)
    if (whose === FIRST_ADMIN) {
      const { internalAdapter } = await auth.$context
      if ((await internalAdapter.countTotalUsers()) > 0) throw new ApiRefusal(410, gone)
      return { kind: "first-admin", user: null }
    }
    const user = await find(whose)
    if (user.status) throw new ApiRefusal(410, gone)
    return { kind: (await hasPassword(user.id)) ? "new-password" : "invitation", user }
  }

  return {
    async endSessions(userId: string): Promise<void> {
      await find(userId)
      await endSessions(userId)
    },

    async account(who: Person): Promise<OwnAccount> {
      const { email, twoFactorEnabled } = await find(who.userId)
      return { ...who, email, secondFactor: twoFactorEnabled === true }
    },

    async list(): Promise<PersonRow[]> {
      const { adapter, internalAdapter } = await auth.$context
      const [users, accounts, ends, locks] = await Promise.all([
        internalAdapter.listUsers(10_000) as Promise<UserRecord[]>,
        adapter.findMany<{ userId: string; password?: string | null }>({ model: "account", limit: 10_000 }),
        linkEnds(auth, now()),
        adapter.findMany<{ userId: string }>({
          model: "twoFactor",
          where: [{ field: "lockedUntil", operator: "gt", value: new Date(now()) }],
          limit: 10_000,
        }),
      ])
      const shut = await auth.tries.areShut(users.map(({ email }) => email))
      const withPassword = new Set(accounts.filter(({ password }) => password).map(({ userId }) => userId))
      const locked = new Set(locks.map(({ userId }) => userId))
      const statusOf = ({ id, status }: UserRecord, index: number): PersonStatus => {
        if (status) return status === "suspended" ? "suspended" : "disabled"
        if (!withPassword.has(id)) return "invited"
        return shut[index] || locked.has(id) ? "locked" : "active"
      }
      return users
        .map((user, index) => ({
          ...toPerson(user),
          email: user.email,
          status: statusOf(user, index),
          secondFactor: user.twoFactorEnabled === true,
          lastSeenAt: user.lastSeenAt?.getTime() ?? null,
          linkEndsAt: ends.get(user.id) ?? null,
        }))
        .sort((a, b) => a.name.localeCompare(b.name))
    },

    /** Makes an account without a password, and the link with which the person sets one. */
    async invite({ name, email, role, phone }: NewcomerFields): Promise<PersonLink & { userId: string }> {
      const { internalAdapter } = await auth.$context
      if (await internalAdapter.findUserByEmail(email))
        throw new ApiRefusal(409, `${email} has an account already.`)
      const newcomer = { name, email, emailVerified: true, role: "supervisor" }
      const { id } = await internalAdapter.createUser(newcomer, { method: "admin" })
      try {
        await changePerson(auth, id, { role, phone })
      } catch (error) {
        await internalAdapter.deleteUser(id)
        throw error
      }
      return { userId: id, ...(await makeLink(auth, id, now())) }
    },

    /** A new invitation, or a link with which somebody sets a new password. */
    async link(userId: string): Promise<PersonLink> {
      const { name, status } = await find(userId)
      if (status) throw new ApiRefusal(409, `Reinstate ${name} first.`)
      return makeLink(auth, userId, now())
    },

    /** A role has its own rooms and rights: who gets another one signs in again. */
    async change(by: Person, userId: string, change: PersonChange): Promise<void> {
      const before = toPerson(await find(userId))
      if (by.userId === userId && change.role !== undefined && change.role !== before.role)
        throw new ApiRefusal(409, "You cannot change your own role. Another admin can.")
      await changePerson(auth, userId, change)
      if (change.role !== undefined && change.role !== before.role) await endSessions(userId)
    },

    async suspend(by: Person, userId: string): Promise<void> {
      await find(userId)
      if (by.userId === userId)
        throw new ApiRefusal(409, "You cannot suspend yourself. Another admin can suspend you.")
      await changePerson(auth, userId, { status: "suspended" })
      await endLinks(auth, userId)
      await endSessions(userId)
    },

    async reinstate(userId: string): Promise<void> {
      await find(userId)
      await changePerson(auth, userId, { status: null })
      // The 90 days begin anew.
      await (await auth.$context).internalAdapter.updateUser(userId, { lastSeenAt: new Date(now()) })
    },

    async unlock(userId: string): Promise<void> {
      const { email } = await find(userId)
      await auth.tries.forget(email)
      const { adapter } = await auth.$context
      await adapter.updateMany({
        model: "twoFactor",
        where: [{ field: "userId", value: userId }],
        update: { failedVerificationCount: 0, lockedUntil: null },
      })
    },

    async resetSecondFactor(userId: string): Promise<void> {
      await find(userId)
      const { adapter, internalAdapter } = await auth.$context
      await adapter.deleteMany({ model: "twoFactor", where: [{ field: "userId", value: userId }] })
      await internalAdapter.updateUser(userId, { twoFactorEnabled: false })
      await endSessions(userId)
    },

    async open(token: string): Promise<OpenedLink> {
      const { kind, user } = await opened(token)
      return { kind, name: user?.name ?? "", email: user?.email ?? "" }
    },

    /** Sets name and password. @returns whose */
    async accept(asked: { token: string; name: string; email?: string | undefined; password: string }) {
      const { kind, user } = await opened(asked.token)
      const context = await auth.$context
      const { internalAdapter } = context
      if (user && (await isOneOfTheLast(context, user.id, asked.password)))
        throw new ApiRefusal(400, usedBefore)
      if (!user && asked.email === undefined) throw new ApiRefusal(400, "An e-mail address must be given.")
      if (!(await useLink(auth, asked.token))) throw new ApiRefusal(410, gone)
      const account = { name: asked.name, email: asked.email ?? "", emailVerified: true, role: "admin" }
      const { id, email } = user ?? (await internalAdapter.createUser(account, { method: "admin" }))
      await setPassword(context, id, asked.password)
      await internalAdapter.updateUser(id, { name: asked.name, lastSeenAt: new Date(now()) })
      await auth.tries.forget(email)
      await endSessions(id)
      return { userId: id, kind }
    },
  }
}

export type PeopleDesk = ReturnType<typeof openPeople>
