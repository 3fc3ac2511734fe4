// The process: reads the environment, opens the parts, listens, stops with grace. The only file that knows `process`.
import { existsSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
import { roles, supervises } from "@agentpay/core"
import { pino } from "pino"
import { createPerson, listPeople, openAuth } from "./agents/auth.ts"
import { makeFirstAdminLink } from "./agents/person-links.ts"
import { createApp } from "./app.ts"
import { createAudit } from "./audit.ts"
import { authSecret } from "./auth-secret.ts"
import { banner } from "./banner.ts"
import { demoAccount, demoPeople, startEmulator } from "./demo.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { createMetrics, serveMetrics } from "./metrics.ts"
import { openRedis } from "./open-redis.ts"
import { findPublicUrl } from "./public-url.ts"
import { recordStart } from "./record-start.ts"
import { addSampleData } from "./sample-data.ts"
import { readSettings } from "./settings.ts"
import { itemFromCaptureName } from "./twilio/dictionary.ts"

const STOP_WITHIN_MS = 4_500

function fail(error: unknown): never {
  const { message, code } = error as { message?: string; code?: string }
  const text =
    code === "EADDRINUSE"
      ? `Port ${settings?.port} is taken: stop what uses it, or set PORT to another one.`
      : message
  process.stderr.write(`${String(text ?? error).split("\n")[0]}\n`)
  process.exit(1)
}

let settings: ReturnType<typeof readSettings> | undefined

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env")
  settings = readSettings(process.env, itemFromCaptureName)
  const { port, emulatorPort, dataDir, databaseUrl, drainMs } = settings
  const log = pino({ level: settings.logLevel })
  const emulatorUrl = `http://localhost:${emulatorPort}`
  const demo = settings.twilio === null
  const twilio = settings.twilio ?? demoAccount(emulatorUrl)
  const found = await findPublicUrl(settings.publicUrl, port)

  const emulatorStarts = demo ? startEmulator(emulatorPort, twilio, `${found.url}/forward`) : null
  // Awaited below; a failure meanwhile must not end the process unheard.
  emulatorStarts?.catch(() => {})
  const ledger = await openLedger({ dataDir, ...(databaseUrl && { databaseUrl }) })
  const origins = [found.url, `http://localhost:${port}`, `http://127.0.0.1:${port}`] as const
  const secret = settings.authSecret ?? authSecret(dataDir)
  if (databaseUrl && !settings.authSecret)
    log.warn(`The key of the sessions lies in ${dataDir}: processes with other directories need AUTH_SECRET`)
  const audit = createAudit({
    store: ledger.audit,
    failed: (err, what) => log.error({ err }, `could not ${what}`),
  })
  const framed = settings.frameAncestors !== null && found.url.startsWith("https:")
  const secondFactorFor = settings.requireMfa ? roles : roles.filter(supervises)
  const auth = await openAuth({
    database: ledger.database,
    secret,
    origins,
    framed,
    log,
    secondFactorFor: demo ? [] : secondFactorFor,
    keepUnused: demo,
    record: audit.record,
  })
  if (demo) {
    const created: boolean[] = []
    for (const person of demoPeople) created.push(await createPerson(auth, person))
    // Only at the first start: removed sample data does not come back.
    if (settings.sampleData && !created.includes(false))
      await addSampleData(ledger, await listPeople(auth), { now: Date.now(), ...settings })
  }
  const emulator = await emulatorStarts

  const phonesUrl = demo ? emulatorUrl : null
  const metrics = createMetrics()
  const bus = settings.redisUrl ? openRedis(settings.redisUrl, log) : null
  const hurrying = new AbortController()
  let stopping = false
  const app = await createApp({
    settings,
    twilio,
    publicUrl: found.url,
    phonesUrl,
    ledger,
    auth,
    audit,
    log,
    metrics,
    ...(bus && { adapter: bus.adapter }),
    draining: () => stopping,
  })
  const metricsServer = settings.metrics ? await serveMetrics(metrics, settings.metrics, log) : null
  await recordStart(ledger.audit, audit.record, settings.given)
  await app.listen({ port, host: demo ? "localhost" : "0.0.0.0" })

  async function stop(): Promise<void> {
    // A second signal does not wait for load balancers.
    const hurry = stopping
    stopping = true
    if (!hurry && drainMs > 0) await wait(drainMs, null, { signal: hurrying.signal }).catch(() => {})
    if (hurry) return hurrying.abort()
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    await audit.record({ action: "stopped" })
    await app.close()
    await bus?.close()
    metricsServer?.close()
    await ledger.close()
    emulator?.kill()
    process.exit(0)
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  emulator?.on("exit", () => {
    if (!stopping) process.stderr.write("The emulator has ended; calls cannot go on. Start AgentPay again.\n")
  })
  const firstAdmin = demo ? null : await makeFirstAdminLink(auth, Date.now())
  process.stdout.write(banner({ firstAdmin, settings, twilio, found, phonesUrl }))
}

main().catch(fail)
