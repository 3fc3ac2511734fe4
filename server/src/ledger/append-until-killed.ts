// A child process for the tests: appends without end and prints each append once it is acknowledged, until killed.
import { append, due } from "./ledger-samples.ts"
import { openLedger } from "./open-ledger.ts"

const [dataDir = "", databaseUrl] = process.argv.slice(2)
const ledger = await openLedger({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) })

async function appendForever(callSid: string): Promise<void> {
  for (let version = 0; ; version++) {
    const id = `${callSid} ${version + 1}`
    const result = await ledger.append(append(callSid, version, { effects: [due(id)] }))
    if (result !== "appended") throw new Error(`${id}: ${result}`)
    process.stdout.write(`${id}\n`)
  }
}

await Promise.all(Array.from({ length: 32 }, (_, n) => appendForever(`CA${n}`)))
