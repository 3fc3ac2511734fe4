// Which action leaves which row: who, when, from where, to whom, with which result; also when it was refused.
import type { AuditAction, AuditResult } from "@agentpay/core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createPerson } from "./agents/auth.ts"
import { alma, people, startApp, type TestApp, tess } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

let server: TestApp
let base: string
let cookies: Record<"ada" | "ben" | "sam" | "alma", string>
const ids: Record<string, string> = {}
beforeAll(async () => {
  server = await startApp()
  base = await server.listen()
  for (const person of [alma, tess]) await createPerson(server.auth, person)
  const { internalAdapter } = await server.auth.$context
  for (const { id, name } of await internalAdapter.listUsers()) ids[name] = id
  const [ada, ben, sam] = [await server.signIn("ada"), await server.signIn("ben"), await server.signIn("sam")]
  cookies = { ada, ben, sam, alma: await server.enter(alma) }
})
afterAll(async () => {
  closeScreens()
  await server.close()
})

async function ask(
  by: keyof typeof cookies | null,
  method: "GET" | "POST" | "PATCH",
  url: string,
  sent = {},
) {
  const headers = { cookie: by ? cookies[by] : "", origin: server.publicUrl }
  const payload = method === "GET" ? {} : { payload: sent }
  return await server.app.inject({ method, url, headers, remoteAddress: "10.1.2.3", ...payload })
}
const newest = async () => (await server.ledger.audit.page({ limit: 1 }))?.rows[0]

interface Row {
  action: AuditAction
  result: AuditResult
  who: string | null
  subject?: string | null
  detail?: object
}
async function leaves(asked: () => Promise<unknown>, { who, ...row }: Row): Promise<void> {
  const before = Date.now()
  await asked()
  const found = await newest()
  expect(found).toMatchObject({ ...row, who: who && ids[who], address: "10.1.2.3" })
  expect(found?.at).toBeGreaterThanOrEqual(before)
  expect(found?.at).toBeLessThanOrEqual(Date.now())
}

const acts: [string, AuditAction][] = [
  ["link", "person-invited"],
  ["end-sessions", "sessions-ended"],
  ["unlock", "person-unlocked"],
  ["reset-second-factor", "second-factor-reset"],
  ["suspend", "person-suspended"],
  ["reinstate", "person-reinstated"],
]
test.each(acts)(
  "%s: done, refused because there is no such person, refused to an agent",
  async (act, action) => {
    const url = () => `/api/people/${ids.Tess}/${act}`
    const tessId = ids.Tess ?? ""
    await leaves(() => ask("alma", "POST", url()), { action, result: "done", who: "Alma", subject: tessId })
    await leaves(() => ask("alma", "POST", `/api/people/nobody/${act}`), {
      ...{ action, result: "refused", who: "Alma", subject: "nobody" },
      detail: { reason: "There is no such person." },
    })
    await leaves(() => ask("ada", "POST", url()), {
      ...{ action: "access-refused", result: "refused", who: "Ada", subject: tessId },
      detail: { asked: `POST /api/people/:id/${act}` },
    })
  },
)

test("inviting and changing people, and what was wrong with it", async () => {
  const newcomer = { name: "Nina", email: "nina@example.com", role: "agent", phone: "+15550001078" }
  const invited = { action: "person-invited", who: "Alma" } as const
  await leaves(() => ask("alma", "POST", "/api/people", newcomer), {
    ...{ ...invited, result: "done" },
    detail: { name: "Nina", role: "agent" },
  })
  await leaves(() => ask("alma", "POST", "/api/people", newcomer), {
    ...{ ...invited, result: "refused" },
    detail: { reason: "nina@example.com has an account already." },
  })
  const changed = { action: "person-changed", who: "Alma", subject: ids.Tess ?? "" } as const
  await leaves(() => ask("alma", "PATCH", `/api/people/${ids.Tess}`, { role: "supervisor" }), {
    ...{ ...changed, result: "done", detail: { role: "supervisor" } },
  })
  await leaves(() => ask("alma", "PATCH", `/api/people/${ids.Alma}`, { role: "agent" }), {
    ...{ ...changed, subject: ids.Alma ?? "", result: "refused" },
    detail: { reason: "You cannot change your own role. Another admin can." },
  })
})

test("a link that leads nowhere", async () => {
  await leaves(
    () =>
      ask(null, "POST", "/api/person-link/accept", {
        token: "forged",
        name: "Eve",
        password: "a password of hers 1",
      }),
    { action: "invitation-accepted", result: "refused", who: null },
  )
})

test("how an agent stands, chosen by hand", async () => {
  await leaves(() => ask("ada", "POST", "/api/presence", { away: "lunch" }), {
    ...{ action: "presence-chosen", result: "done", who: "Ada", detail: { away: "lunch" } },
  })
  await leaves(() => ask("ada", "POST", "/api/presence", { away: "asleep" }), {
    ...{ action: "presence-chosen", result: "refused", who: "Ada" },
  })
})

test("exports, with what was looked for, and forged ones", async () => {
  await leaves(() => ask("ada", "GET", "/api/payments.csv?outcome=paid"), {
    ...{ action: "exported", result: "done", who: "Ada", subject: "payments", detail: { outcome: "paid" } },
  })
  await leaves(() => ask("sam", "GET", "/api/calls.csv"), {
    ...{ action: "exported", result: "done", who: "Sam", subject: "calls" },
  })
  await leaves(() => ask("ben", "GET", `/api/payments.csv?agent=${ids.Ada}`), {
    ...{ action: "access-refused", result: "refused", who: "Ben" },
  })
  await leaves(() => ask("ben", "GET", "/api/calls/CAforged"), {
    ...{ action: "access-refused", result: "refused", who: "Ben", subject: "CAforged" },
  })
})

test("a sign-in over somebody else's session is in the name of who signed in", async () => {
  const { email, password } = people.sam
  await leaves(() => ask("ada", "POST", "/api/auth/sign-in/email", { email, password }), {
    ...{ action: "sign-in", result: "done", who: "Sam", subject: null },
  })
})

test("an account that nobody used is disabled once, by the program", async () => {
  const { internalAdapter } = await server.auth.$context
  const long = new Date(Date.now() - 91 * 86_400_000)
  await internalAdapter.updateUser(ids.Tess ?? "", { lastSeenAt: long })
  const { email, password } = tess
  const signIn = () => ask(null, "POST", "/api/auth/sign-in/email", { email, password })
  for (let n = 0; n < 2; n++) await signIn()
  const rows = (await server.ledger.audit.page({ limit: 3 }))?.rows
  expect(rows).toMatchObject([
    { action: "sign-in", result: "refused", subject: ids.Tess },
    { action: "sign-in", result: "refused", subject: ids.Tess },
    { action: "person-disabled", result: "done", who: null, address: null, subject: ids.Tess },
  ])
})

test("a supervisor's hand on an agent's payment", async () => {
  const callSid = await server.ring("ben", `CA${"a1".repeat(16)}`)
  const ben = await openScreen(base, cookies.ben)
  const sam = await openScreen(base, cookies.sam)
  await ben.ask("initiate", { callSid, amount: "5", tip: "" })
  const paymentId = (await server.call(callSid))?.payments[0]?.paymentId ?? ""
  expect(await sam.ask("stop", { callSid, paymentId })).toEqual({ ok: true })
  expect(await newest()).toMatchObject({
    ...{ action: "payment-stopped", result: "done", who: ids.Sam, subject: callSid },
    detail: { paymentId },
  })
  const evidence = { confirmationCode: null, seen: "dashboard", note: "nothing there" }
  expect(await sam.ask("resolve", { callSid, paymentId, ...evidence })).toMatchObject({ ok: false })
  expect(await newest()).toMatchObject({
    ...{ action: "payment-resolved", result: "refused", who: ids.Sam, subject: callSid },
    detail: { paymentId, refusal: "payment-settled" },
  })
})
