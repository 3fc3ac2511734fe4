// npm run user:create: makes an account, for an installation that is not the demo.
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { parseArgs } from "node:util"
import { z } from "zod"
import { createPerson, openAuth } from "./agents/auth.ts"
import { passwordFault } from "./agents/password-rules.ts"
import { emailField, nameField, passwordField, phoneField, roleField } from "./agents/person-fields.ts"
import { restorePerson } from "./agents/restore-person.ts"
import { createAudit } from "./audit.ts"
import { authSecret } from "./auth-secret.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"

const usage = `npm run user:create -- --email ada@example.com --name "Ada Lovelace" --role agent --phone +15551234567
  --role      agent, supervisor or admin (agent)
  --phone     what rings for an agent: +15551234567 or sip:ada@pbx.example.com
  --password  at least 12 characters with letters and digits; without it one is made up and printed once
  --reset     for an account that exists: a new password, no second factor, neither suspended nor locked`

const options = {
  email: { type: "string" },
  name: { type: "string" },
  role: { type: "string", default: "agent" },
  phone: { type: "string" },
  password: { type: "string" },
  reset: { type: "boolean", default: false },
} as const

const withReset = z.object({ email: emailField, password: passwordField.optional(), reset: z.literal(true) })
const schema = z.discriminatedUnion("reset", [
  withReset,
  withReset.extend({
    reset: z.literal(false),
    name: nameField,
    role: roleField,
    phone: phoneField.optional(),
  }),
])

function madeUp(): string {
  for (;;) {
    const password = randomBytes(12).toString("base64url")
    if (passwordFault(password) === null) return password
  }
}

function reportFault(_error: unknown, what: string): void {
  process.stderr.write(`Could not ${what}\n`)
}

async function main(): Promise<string> {
  const { values } = parseArgs({ options })
  const read = schema.safeParse(values)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new Error(`--${issue?.path.join(".")} ${issue?.message}\n\n${usage}`)
  }
  const asked = read.data
  if (!asked.reset && asked.role === "agent" && !asked.phone)
    throw new Error(`--phone is missing: an agent needs a phone that rings\n\n${usage}`)
  if (existsSync(".env")) process.loadEnvFile(".env")
  const settings = readSettings(process.env, itemFromCaptureName)
  const { dataDir, databaseUrl } = settings
  const ledger = await openLedger({ dataDir, ...(databaseUrl && { databaseUrl }) })
  const audit = createAudit({ store: ledger.audit, failed: reportFault })
  try {
    const secret = settings.authSecret ?? authSecret(dataDir)
    const auth = await openAuth({
      database: ledger.database,
      secret,
      origins: [`http://localhost:${settings.port}`],
    })
    const { email, password = madeUp() } = asked
    const told = asked.password ? "" : ` with the password ${password}`
    const done = asked.reset
      ? await restorePerson(auth, email, password)
      : await createPerson(auth, { ...asked, phone: asked.phone ?? null, password })
    const { internalAdapter } = await auth.$context
    const subject = (await internalAdapter.findUserByEmail(email))?.user.id ?? null
    await audit.record({
      action: asked.reset ? "person-restored" : "person-created",
      subject,
      result: done ? "done" : "refused",
      // Nobody is signed in here: whoever may run this program on the server.
      detail: { by: "user:create", ...(!asked.reset && { role: asked.role }) },
    })
    if (!done)
      throw new Error(
        asked.reset
          ? `Nobody has the address ${email}.`
          : `${email} has an account already; nothing was changed.`,
      )
    return asked.reset ? `${email} can sign in again${told}` : `${asked.name} can sign in as ${email}${told}`
  } finally {
    await audit.close()
    await ledger.close()
  }
}

main().then(
  (done) => process.stdout.write(`${done}\n`),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  },
)
