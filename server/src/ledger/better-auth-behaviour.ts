// better-auth lives in the same database: its own tables, its own migrations, its dates and booleans.
import { betterAuth } from "better-auth"
import { getMigrations } from "better-auth/db/migration"
import { expect } from "vitest"
import type { Ledger } from "./ledger.ts"

export async function betterAuthWorksOn(ledger: Ledger): Promise<void> {
  const options = {
    database: ledger.database,
    secret: "a secret of the tests, long enough for better-auth",
    baseURL: "http://localhost:5050",
    logger: { disabled: true },
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: true, storage: "database" as const },
  }
  await (await getMigrations(options)).runMigrations()
  expect((await getMigrations(options)).toBeCreated).toEqual([])
  const auth = betterAuth(options)
  const person = { email: "ada@example.com", password: "agentpay-demo-1" }
  const { user } = await auth.api.signUpEmail({ body: { ...person, name: "Ada" } })
  expect(user).toMatchObject({ emailVerified: false, createdAt: expect.any(Date) })
  const { headers } = await auth.api.signInEmail({ body: person, returnHeaders: true })
  const cookie = headers.getSetCookie().join("; ")
  const session = await auth.api.getSession({ headers: new Headers({ cookie }) })
  expect(session?.user).toMatchObject({ id: user.id, emailVerified: false })
  expect(session?.session.expiresAt.getTime()).toBeGreaterThan(Date.now())
  await expect(auth.api.signInEmail({ body: { ...person, password: "wrong" } })).rejects.toThrow()
}
