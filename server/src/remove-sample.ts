// npm run sample:remove: takes the demo's sample data out of the ledger, and nothing else.
import { existsSync } from "node:fs"
import { SAMPLE_PREFIX } from "@agentpay/core"
import { openLedger } from "./ledger/open-ledger.ts"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"

async function main(): Promise<string> {
  if (existsSync(".env")) process.loadEnvFile(".env")
  const { dataDir, databaseUrl } = readSettings(process.env, itemFromCaptureName)
  const ledger = await openLedger({ dataDir, ...(databaseUrl && { databaseUrl }) })
  const calls = await ledger.forgetCalls(SAMPLE_PREFIX)
  await ledger.close()
  return calls === 0
    ? "There is no sample data."
    : `The sample data is gone: ${calls} calls with their payments.`
}

try {
  process.stdout.write(`${await main()}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
