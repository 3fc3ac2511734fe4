// npm run backup and npm run restore: copies of the embedded store; PostgreSQL has its own tools for that.
import { existsSync } from "node:fs"
import { backUp, restore } from "./ledger/backup.ts"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"

function main([what, folder]: readonly string[]): string {
  if ((what !== "backup" && what !== "restore") || !folder)
    throw new Error(
      "npm run backup -- FOLDER     writes a copy of the store into a new folder\nnpm run restore -- FOLDER    puts that copy back",
    )
  if (existsSync(".env")) process.loadEnvFile(".env")
  const { dataDir, databaseUrl } = readSettings(process.env, itemFromCaptureName)
  if (databaseUrl) throw new Error("DATABASE_URL is set: use pg_dump and pg_restore, as docs/RUNNING.md says")
  if (what === "backup") {
    backUp(dataDir, folder)
    return `The store of ${dataDir} is copied to ${folder}. Keep it as safe as the store itself.`
  }
  restore(folder, dataDir)
  return `The store of ${dataDir} is as it was in ${folder}; what was there before is agentpay.db.before-restore.`
}

try {
  process.stdout.write(`${main(process.argv.slice(2))}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
