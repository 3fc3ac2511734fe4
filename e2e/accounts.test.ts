// Accounts from the terminal in a production installation: made, made anew with --reset, a second factor for agents too, and what the log says.
import { expect, test } from "@playwright/test"
import { setUpByHttp } from "./second-factor.ts"
import { type Installation, installProduction } from "./system.ts"

const [first, second] = ["a password of theirs 1", "another password 2"] as const
let site: Installation
test.beforeAll(async () => {
  site = await installProduction()
})
test.afterAll(() => site.stop())

const signIn = (email: string, password: string) =>
  fetch(`${site.consoleUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: site.consoleUrl },
    body: JSON.stringify({ email, password }),
  })
async function sessionOf(email: string, password: string): Promise<string> {
  const answer = await signIn(email, password)
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((set) => set.split(";")[0])
    .join("; ")
}
async function get(path: string, cookie: string) {
  const answer = await fetch(site.consoleUrl + path, { headers: { cookie } })
  return { status: answer.status, body: await answer.json() }
}
async function rows(search: string, cookie: string) {
  const { body } = await get(`/api/audit?${search}`, cookie)
  return body.rows.map(({ action, result }: { action: string; result: string }) => `${action} ${result}`)
}

test("user:create, REQUIRE_MFA in a running process, and --reset for somebody who is shut out in every way", async () => {
  test.setTimeout(180_000)
  const ada = ["--email", "ada@example.com", "--name", "Ada", "--phone", "+15550001001", "--password", first]
  const alma = ["--email", "alma@example.com", "--name", "Alma", "--role", "admin", "--password", first]
  await site.createUser(ada)
  await site.createUser(alma)
  await expect(site.createUser(ada)).rejects.toThrow("has an account already; nothing was changed")

  let server = await site.startServer({ REQUIRE_MFA: "true" })
  const half = await sessionOf("ada@example.com", first)
  expect(await get("/api/me", half)).toEqual({
    status: 403,
    body: { error: "Set up your second factor first." },
  })
  const whole = await setUpByHttp(site.consoleUrl, half, first)
  const me = await get("/api/me", whole)
  expect(me).toMatchObject({ status: 200, body: { name: "Ada" } })
  const admin = await setUpByHttp(site.consoleUrl, await sessionOf("alma@example.com", first), first)
  for (let n = 0; n < 10; n++) await signIn("ada@example.com", "not her password 1")
  expect((await signIn("ada@example.com", first)).status).toBe(429)
  const suspended = await fetch(`${site.consoleUrl}/api/people/${me.body.userId}/suspend`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: site.consoleUrl, cookie: admin },
    body: "{}",
  })
  expect(suspended.status).toBe(200)
  await server.stop()

  for (const email of ["ada@example.com", "alma@example.com"])
    await site.createUser(["--email", email, "--reset", "--password", second])
  await expect(site.createUser(["--email", "nobody@example.com", "--reset"])).rejects.toThrow(
    "Nobody has the address nobody@example.com.",
  )
  server = await site.startServer()
  expect((await signIn("ada@example.com", first)).status).toBe(401)
  expect((await get("/api/me", await sessionOf("ada@example.com", second))).status).toBe(200)
  const again = await setUpByHttp(site.consoleUrl, await sessionOf("alma@example.com", second), second)
  const about = await rows(`subject=${me.body.userId}`, again)
  expect(about.filter((row: string) => row.startsWith("person-"))).toEqual([
    "person-restored done",
    "person-suspended done",
    "person-created refused",
    "person-created done",
  ])
  expect(about.filter((row: string) => row === "sign-in refused")).toHaveLength(12)
  expect(await rows("action=started", again)).toHaveLength(2)
  expect(await rows("action=stopped", again)).toHaveLength(1)
  const { body } = await get("/api/audit?action=settings-changed", again)
  expect(body.rows).toMatchObject([{ who: null, detail: { REQUIRE_MFA: "true → not set" } }])
})
