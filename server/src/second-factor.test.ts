// The second factor: asked for, required, not fooled by a code that was used, and shut after ten wrong ones.
import { symmetricDecrypt } from "better-auth/crypto"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { createPerson } from "./agents/auth.ts"
import { cookiesOf, people, startApp, type TestApp } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

const password = "a password of the tests 1"
let server: TestApp
let base: string
beforeAll(async () => {
  server = await startApp({ secondFactorFor: ["supervisor", "admin"] })
  base = await server.listen()
})
afterEach(closeScreens)
afterAll(() => server.close())

async function post(path: string, payload: object, cookie = "") {
  const headers = { cookie, origin: server.publicUrl }
  const response = await server.app.inject({ method: "POST", url: `/api/auth/${path}`, headers, payload })
  return { status: response.statusCode, body: response.json(), cookie: cookiesOf(response) }
}
const get = (url: string, cookie: string) =>
  server.app.inject({ url, headers: { cookie, origin: server.publicUrl } })

let supervisors = 0
async function newSupervisor() {
  const email = `watch${++supervisors}@example.com`
  await createPerson(server.auth, { name: "Watch", email, role: "supervisor", phone: null, password })
  return { email, password }
}

/** What their app would show. */
async function codeOf(email: string): Promise<string> {
  const { adapter, internalAdapter, secretConfig } = await server.auth.$context
  const userId = (await internalAdapter.findUserByEmail(email))?.user.id ?? ""
  const where = [{ field: "userId", value: userId }]
  const row = await adapter.findOne<{ secret: string }>({ model: "twoFactor", where })
  const secret = await symmetricDecrypt({ key: secretConfig, data: row?.secret ?? "" })
  return (await server.auth.api.generateTOTP({ body: { secret } })).code
}

/** @returns recovery codes, the session that may work, and the code that was used */
async function setUp(email: string) {
  const first = await server.enter({ email, password })
  const begun = await post("two-factor/enable", { password, method: "totp" }, first)
  expect(begun.status).toBe(200)
  const code = await codeOf(email)
  const done = await post("two-factor/verify-totp", { code }, first)
  expect(done.status).toBe(200)
  return { recoveryCodes: begun.body.backupCodes as string[], cookie: done.cookie, code }
}

it("where it is required, nothing but setting it up is let through", async () => {
  const { email } = await newSupervisor()
  const cookie = await server.enter({ email, password })
  const refused = await get("/api/account", cookie)
  expect([refused.statusCode, refused.json()]).toEqual([403, { error: "Set up your second factor first." }])
  await expect(openScreen(base, cookie)).rejects.toThrow("second-factor-missing")
  const change = { currentPassword: password, newPassword: "another password 2" }
  expect((await post("change-password", change, cookie)).status).toBe(403)
  const set = await setUp(email)
  expect((await openScreen(base, set.cookie)).welcome.me.role).toBe("supervisor")
  expect((await get("/api/account", set.cookie)).statusCode).toBe(200)
  // Agents need none here.
  expect((await openScreen(base, await server.signIn("ada"))).welcome.me.name).toBe(people.ada.name)
})

it("a password alone is no session, nor a code that was used before, nor a recovery code twice", async () => {
  const { email } = await newSupervisor()
  const { recoveryCodes, code } = await setUp(email)
  const challenge = async () => {
    const answer = await post("sign-in/email", { email, password })
    expect(answer.body).toMatchObject({ twoFactorRedirect: true })
    expect((await get("/api/account", answer.cookie)).statusCode).toBe(401)
    return answer.cookie
  }
  const replayed = await post("two-factor/verify-totp", { code }, await challenge())
  expect(replayed.status).toBe(401)
  expect((await get("/api/account", replayed.cookie)).statusCode).toBe(401)
  const use = async (recoveryCode: string | undefined) =>
    post("two-factor/verify-backup-code", { code: recoveryCode, trustDevice: true }, await challenge())
  const used = await use(recoveryCodes[0])
  expect((await get("/api/account", used.cookie)).statusCode).toBe(200)
  expect((await use(recoveryCodes[0])).status).toBe(401)
  // No browser is let off the second step, whatever it asked for.
  const again = await post("sign-in/email", { email, password }, used.cookie)
  expect(again.body).toMatchObject({ twoFactorRedirect: true })
})

it("ten wrong codes shut it for half an hour, also for a right one", async () => {
  const { email } = await newSupervisor()
  const { recoveryCodes } = await setUp(email)
  const tried: number[] = []
  // Five tries each time the password was given.
  for (let rounds = 0; rounds < 2; rounds++) {
    const { cookie } = await post("sign-in/email", { email, password })
    for (let tries = 0; tries < 5; tries++)
      tried.push((await post("two-factor/verify-backup-code", { code: "wrong-wrong" }, cookie)).status)
  }
  expect(tried).toEqual(Array(10).fill(401))
  const { cookie } = await post("sign-in/email", { email, password })
  const shut = await post("two-factor/verify-backup-code", { code: recoveryCodes[0] }, cookie)
  expect(shut.status).toBe(429)
})

it("a right password leaves a row in its owner's name, and a wrong code one that says whose it was", async () => {
  const { email } = await newSupervisor()
  await setUp(email)
  const { internalAdapter } = await server.auth.$context
  const userId = (await internalAdapter.findUserByEmail(email))?.user.id ?? ""
  const half = await post("sign-in/email", { email, password })
  await post("two-factor/verify-totp", { code: "000000" }, half.cookie)
  await post("two-factor/verify-totp", { code: await codeOf(email) }, "agentpay.two_factor=2fa-forged.x")
  const rows = (await server.ledger.audit.page({ limit: 3 }))?.rows
  expect(rows).toMatchObject([
    { action: "second-factor-used", result: "refused", who: null, subject: null },
    { action: "second-factor-used", result: "refused", who: null, subject: userId },
    { action: "sign-in", result: "done", who: userId, detail: { next: "second factor" } },
  ])
})
