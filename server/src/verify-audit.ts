// npm run audit:verify: goes along the audit log's chain and says where it was changed. Ends with 1 when it is not whole.
import { existsSync } from "node:fs"
import { checkAudit } from "./ledger/audit-check.ts"
import { openForReading } from "./ledger/open-for-reading.ts"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"

const usage = `npm run audit:verify                  checks the whole chain
npm run audit:verify -- 123:1a2b...   also checks that row 123 is still the one that an earlier check printed`

function readExpected(given: string | undefined) {
  if (given === undefined) return undefined
  const parts = /^(\d{1,15}):([0-9a-f]{64})$/.exec(given)
  if (!parts) throw new Error(usage)
  return { seq: Number(parts[1]), hash: String(parts[2]) }
}

async function main([given]: readonly string[]): Promise<string> {
  const expected = readExpected(given)
  if (existsSync(".env")) process.loadEnvFile(".env")
  const { dataDir, databaseUrl } = readSettings(process.env, itemFromCaptureName)
  const { db, type, close } = openForReading({ dataDir, ...(databaseUrl && { databaseUrl }) })
  try {
    const { rows, head, faults } = await checkAudit(db, type, expected)
    if (faults.length > 0) process.exitCode = 1
    const last = head.seq > 0 ? ` The newest is ${head.seq}:${head.hash}` : ""
    return faults.length > 0
      ? ["The audit log was tampered with, or damaged:", ...faults].join("\n")
      : `The audit log is whole: ${rows} rows.${last}`
  } finally {
    await close()
  }
}

main(process.argv.slice(2)).then(
  (done) => process.stdout.write(`${done}\n`),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  },
)
