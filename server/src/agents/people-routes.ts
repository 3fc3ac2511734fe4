// The admins' door to people, and the door of those who come with a link.
import { type AuditDetail, roles as everybody, type RecordAudit } from "@agentpay/core"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { type Api, type ApiAsked, openToAll } from "./api.ts"
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

  api({ method: "POST", path: "/api/people", roles, body: newcomer }, async ({ body, record }) => {
    const { userId, ...link } = await people.invite(body)
    await record("person-invited", { subject: userId, detail: { name: body.name, role: body.role } })
    return link
  })

  api(
    { method: "PATCH", path: "/api/people/:id", roles, body: change },
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
  const act = (
    name: string,
    done: (asked: ApiAsked<z.ZodUnknown, z.ZodUnknown>, id: string) => Promise<unknown>,
  ) =>
    api({ method: "POST", path: `/api/people/:id/${name}`, roles }, async (asked) => {
      return (await done(asked, asked.params.id ?? "")) ?? {}
    })
  act("link", async ({ record }, id) => {
    const link = await people.link(id)
    await record("person-invited", { subject: id })
    return link
  })
  act("suspend", async ({ who, record }, id) => {
    await people.suspend(who, id)
    await record("person-suspended", { subject: id })
  })
  act("reinstate", async ({ record }, id) => {
    await people.reinstate(id)
    await record("person-reinstated", { subject: id })
  })
  act("unlock", async ({ record }, id) => {
    await people.unlock(id)
    await record("person-unlocked", { subject: id })
  })
  act("reset-second-factor", async ({ record }, id) => {
    await people.resetSecondFactor(id)
    await record("second-factor-reset", { subject: id })
  })
  act("end-sessions", async ({ record }, id) => {
    await people.endSessions(id)
    await record("sessions-ended", { subject: id })
  })
}

/** POST also to read: a token in an address would stand in logs. */
export function linkRoutes(app: FastifyInstance, people: PeopleDesk, record: RecordAudit): void {
  const open = openToAll(app)
  open("/api/person-link/open", withToken, ({ body }) => people.open(body.token))
  open("/api/person-link/accept", acceptance, async ({ body, address }) => {
    const { userId, kind } = await people.accept(body)
    const action = kind === "new-password" ? "password-changed" : "invitation-accepted"
    await record({ who: userId, subject: userId, action, address, detail: { kind } })
    return {}
  })
}
