// npm run user:create: makes an account, for an installation that is not the demo.
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { parseArgs } from "node:util"
import { roles } from "@agentpay/core"
import { z } from "zod"
import { createPerson, openAuth } from "./agents/auth.ts"
import { authSecret } from "./auth-secret.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"

const usage = `npm run user:create -- --email ada@example.com --name "Ada Lovelace" --role agent --phone +15551234567
  --role      agent, supervisor or admin (agent)
  --phone     the number that rings for an agent, as +15551234567
  --password  at least 12 characters; without it one is made up and printed once`

const options = {
  email: { type: "string" },
  name: { type: "string" },
  role: { type: "string", default: "agent" },
  phone: { type: "string" },
  password: { type: "string" },
} as const

const schema = z.object({
  email: z.email("must be an e-mail address"),
  name: z.string("must be given").min(1),
  role: z.enum(roles, "must be agent, supervisor or admin"),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "must look like +15551234567")
    .optional(),
  password: z.string().min(12, "must have at least 12 characters").optional(),
})

async function main(): Promise<string> {
  const { values } = parseArgs({ options })
  const read = schema.safeParse(values)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new Error(`--${issue?.path.join(".")} ${issue?.message}\n\n${usage}`)
  }
  const { email, name, role, phone } = read.data
  if (role === "agent" && !phone)
    throw new Error(`--phone is missing: an agent needs a phone that rings\n\n${usage}`)
  if (existsSync(".env")) process.loadEnvFile(".env")
  const settings = readSettings(process.env, itemFromCaptureName)
  const { dataDir, databaseUrl } = settings
  const ledger = await openLedger({ dataDir, ...(databaseUrl && { databaseUrl }) })
  try {
    const secret = settings.authSecret ?? authSecret(dataDir)
    const auth = await openAuth({
      database: ledger.database,
      secret,
      origins: [`http://localhost:${settings.port}`],
    })
    const password = read.data.password ?? randomBytes(12).toString("base64url")
    const created = await createPerson(auth, { email, name, role, phone: phone ?? null, password })
    if (!created) throw new Error(`${email} has an account already; nothing was changed.`)
    return `${name} can sign in as ${email}${read.data.password ? "" : ` with the password ${password}`}`
  } finally {
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
