// The admins' door to people, and the door of those who come with a link.
import {
  type AuditAction,
  type AuditDetail,
  roles as everybody,
  type Person,
  type RecordAudit,
} from "@agentpay/core"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { type Api, openToAll } from "./api.ts"
import type { PeopleDesk } from "./people.ts"
import { emailField, nameField, passwordField, phoneField, roleField } from "./person-fields.ts"

const roles = ["admin"] as const
const newcomer = z.object({
  name: nameField,
  email: emailField,
  role: roleField,
  phone: phoneField.nullable(),
})
const change = newcomer.omit({ email: true }).partial()
const withToken = z.object({ token: z.string().min(1).max(100) })
const acceptance = withToken.extend({
  name: nameField,
  email: emailField.optional(),
  password: passwordField,
})

export function peopleRoutes(api: Api, people: PeopleDesk): void {
  api({ method: "GET", path: "/api/account", roles: everybody }, ({ who }) => people.account(who))

  api({ method: "GET", path: "/api/people", roles }, async () => ({ people: await people.list() }))

  api(
    { method: "POST", path: "/api/people", roles, action: "person-invited", body: newcomer },
    async ({ body, record }) => {
      const { userId, ...link } = await people.invite(body)
      await record("person-invited", { subject: userId, detail: { name: body.name, role: body.role } })
      return link
    },
  )

  api(
    { method: "PATCH", path: "/api/people/:id", roles, action: "person-changed", body: change },
    async ({ who, params, body, record }) => {
      const subject = params.id ?? ""
      await people.change(who, subject, body)
      const said = Object.entries(body).map(([field, value]) => [field, value ?? null])
      const detail: AuditDetail = Object.fromEntries(said)
      await record("person-changed", { subject, detail })
      return {}
    },
  )

  /** Something done to one person, without anything to say about it. */
  const act = (name: string, action: AuditAction, done: (id: string, who: Person) => Promise<unknown>) =>
    api(
      { method: "POST", path: `/api/people/:id/${name}`, roles, action },
      async ({ who, params, record }) => {
        const subject = params.id ?? ""
        const answer = await done(subject, who)
        await record(action, { subject })
        return answer ?? {}
      },
    )
  act("link", "person-invited", people.link)
  act("suspend", "person-suspended", (id, who) => people.suspend(who, id))
  act("reinstate", "person-reinstated", people.reinstate)
  act("unlock", "person-unlocked", people.unlock)
  act("reset-second-factor", "second-factor-reset", people.resetSecondFactor)
  act("end-sessions", "sessions-ended", people.endSessions)
}

/** POST also to read: a token in an address would stand in logs. */
export function linkRoutes(app: FastifyInstance, people: PeopleDesk, record: RecordAudit): void {
  const open = openToAll(app, record)
  open("/api/person-link/open", { action: null, body: withToken }, ({ body }) => people.open(body.token))
  const door = { action: "invitation-accepted", body: acceptance } as const
  open("/api/person-link/accept", door, async ({ body, address }) => {
    const { userId, kind } = await people.accept(body)
    const action = kind === "new-password" ? "password-changed" : "invitation-accepted"
    await record({ who: userId, subject: userId, action, address, detail: { kind } })
    return {}
  })
}
