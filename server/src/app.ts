// Joins the parts. Tests build it without listening.
import { roles } from "@agentpay/core"
import rateLimit from "@fastify/rate-limit"
import type { FastifyInstance } from "fastify"
import type { Logger } from "pino"
import { openApi } from "./agents/api.ts"
import { auditRoutes } from "./agents/audit-api.ts"
import { type Auth, listPeople } from "./agents/auth.ts"
import { authRoutes } from "./agents/auth-routes.ts"
import { consolePages, pageHeaders } from "./agents/console-pages.ts"
import { dayRoutes } from "./agents/day-routes.ts"
import { historyRoutes } from "./agents/history-api.ts"
import { watchIdle } from "./agents/idle.ts"
import { openPeople } from "./agents/people.ts"
import { linkRoutes, peopleRoutes } from "./agents/people-routes.ts"
import { startPresence } from "./agents/presence.ts"
import { presenceRoutes } from "./agents/presence-routes.ts"
import { sameOrigin } from "./agents/same-origin.ts"
import { openScreens, type ScreensSettings, type TypingNews } from "./agents/screens.ts"
import { createAttach } from "./attach-call.ts"
import type { Audit } from "./audit.ts"
import { createCarryOut } from "./carry-out.ts"
import { createChooseAway } from "./choose-away.ts"
import { type WatchedFloor, watchFloor } from "./floor.ts"
import { createHandle } from "./handle.ts"
import { healthRoutes } from "./health.ts"
import { keepRecords } from "./keep-records.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { logMilestones } from "./log-milestones.ts"
import { type Metrics, measured } from "./metrics.ts"
import { openHttp } from "./open-http.ts"
import { type Perform, startPerform } from "./perform.ts"
import { createRouting } from "./routing.ts"
import type { Settings, TwilioAccount } from "./settings.ts"
import { stripeChargeRecord } from "./stripe/charge-record.ts"
import { startTell } from "./tell.ts"
import { addressOf, trustProxy } from "./trust-proxy.ts"
import { postOnly } from "./twilio/post-only.ts"
import { twilioRest } from "./twilio/rest-client.ts"
import { TWILIO_PATHS, twilioRoutes } from "./twilio-routes.ts"

export interface AppParts {
  settings: Pick<
    Settings,
    | ("connector" | "currency" | "validCardTypes" | "items")
    | ("submitTimeoutMs" | "paymentTimeoutMs" | "stripe" | "notChargedAfterMs")
    | ("ringTimeoutMs" | "whenBusy" | "queueLimit" | "queueMaxWaitMs" | "holdMusic" | "wrapUpMs")
    | ("trustProxy" | "frameAncestors" | "retentionDays" | "idleTimeoutMs")
  >
  twilio: TwilioAccount
  /** Origin under which Twilio reaches us. */
  publicUrl: string
  /** Where the emulator's phones are, in the demo. */
  phonesUrl: string | null
  ledger: Ledger
  auth: Auth
  audit: Audit
  log: Logger
  metrics: Metrics
  /** See ScreensSettings. */
  adapter?: ScreensSettings["adapter"]
  /** Whether this process is about to stop, and should get no more requests. */
  draining(): boolean
}

/** A live call whose last webhook never came would keep its agent busy: Twilio is asked once a minute. */
const CHECK_CALL_MS = 60_000
/** Nobody sends us webhooks of a call that was routed elsewhere: only by asking is its end noticed. */
const CHECK_ATTACHED_CALL_MS = 10_000
/** An office behind one address that reloads the console at once, files and all, stays below it. */
const REQUESTS_OF_ADDRESS_A_MINUTE = 5_000

/** What one process tells the others by `Ledger.say`. */
type Passing = { typing: TypingNews } | { signedOut: string } | { floor: true }

export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { settings, twilio, publicUrl, ledger, auth, audit, log, metrics } = parts
  const origins = [new URL(publicUrl).origin]
  const app = openHttp(settings, log)
  app.addHook("onResponse", async (asked, reply) => {
    const path = TWILIO_PATHS.find((known) => known === asked.routeOptions.url) ?? "other"
    metrics.requests.observe({ path, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  healthRoutes(app, { askStorage: () => ledger.nextEffectAt(), draining: parts.draining })

  // Started last; what wakes it before that (effects that a killed process gives back) it finds by itself.
  let perform: Perform | null = null
  let floor: WatchedFloor | null = null

  const handle = createHandle({
    ledger,
    tellTyping: ({ callSid, agent }, typing) =>
      spread({ typing: { callSid, agentId: agent?.agentId ?? null, typing } }),
    wakePerform: () => perform?.wake(),
    stored: (callSid, facts) => logMilestones(log, callSid, facts),
  })

  const routing = createRouting({
    ledger,
    handle,
    people: () => listPeople(auth, { working: true }),
    settings,
    checkAfterMs: CHECK_CALL_MS,
  })
  const rest = measured(twilioRest(twilio, settings, publicUrl), metrics)
  const attach = createAttach({
    twilio: rest,
    handle,
    people: () => listPeople(auth),
    checkAfterMs: CHECK_ATTACHED_CALL_MS,
    failed: (err, callSid) => log.error({ err, callSid }, "could not ask Twilio about a call"),
  })

  /** Of what no fact tells: screens that come and go, and choices made by hand. */
  function floorChanged(): void {
    floor?.wake()
    ledger.say(JSON.stringify({ floor: true } satisfies Passing))
  }

  const chooseAway = createChooseAway({
    ledger,
    wrapUpMs: settings.wrapUpMs,
    async changed() {
      floorChanged()
      await floor?.looked()
    },
  })

  await app.register((webhooks) =>
    twilioRoutes(webhooks, { twilio, publicUrl, settings, log, handle, routing }),
  )
  const idle = watchIdle(auth, settings.idleTimeoutMs, Date.now)
  await app.register(async (pages) => {
    await pageHeaders(pages, {
      https: publicUrl.startsWith("https:"),
      frameAncestors: settings.frameAncestors,
    })
    await pages.register(rateLimit, {
      max: REQUESTS_OF_ADDRESS_A_MINUTE,
      timeWindow: "1 minute",
      // Whoever has hung up already has none.
      keyGenerator: ({ ip }) => ip ?? "",
    })
    pages.addHook("preHandler", async ({ method, headers }, reply) => {
      if (/^(GET|HEAD|OPTIONS)$/.test(method) || sameOrigin(headers.origin, headers.host, origins)) return
      return reply.code(403).send({ error: "This request comes from another site." })
    })
    authRoutes(pages, { auth, idle, record: audit.record })
    const api = openApi(pages, { auth, idle, record: audit.record })
    const desk = openPeople(auth, Date.now)
    peopleRoutes(api, desk)
    linkRoutes(pages, desk, audit.record)
    api({ method: "GET", path: "/api/me", roles }, async ({ who }) => who)
    presenceRoutes(api, chooseAway)
    dayRoutes(api, ledger.dayFigures)
    historyRoutes(api, {
      findPayments: ledger.findPayments,
      findCalls: ledger.findCalls,
      load: ledger.load,
      people: () => listPeople(auth),
      currency: settings.currency,
    })
    auditRoutes(api, { page: ledger.audit.page, people: () => listPeople(auth) })
    postOnly(pages, TWILIO_PATHS)
    await consolePages(pages)
  })

  const trusts = settings.trustProxy === null ? null : trustProxy(settings.trustProxy)
  const presence = await startPresence({
    store: ledger,
    now: Date.now,
    changed: floorChanged,
    wakePerform: () => perform?.wake(),
    failed: (err, what) => log.error({ err }, `could not ${what}`),
  })
  const screens = openScreens(app.server, {
    auth,
    idle,
    record: audit.record,
    origins,
    addressOf: (asked) => addressOf(asked, trusts),
    presence,
    ...createCarryOut({
      settings,
      handle,
      attach,
      caughtUp: () => tell.caughtUp(),
      audit,
      metrics,
      log,
    }),
    now: Date.now,
    recentCalls: (agentId) => ledger.recentCalls(agentId ? { agentId, limit: 20 } : { limit: 50 }),
    people: () => listPeople(auth),
    looked: async () => floor?.looked(),
    floor: () => ({
      presence: floor?.presence() ?? [],
      queue: floor?.queue() ?? { waiting: 0, oldestAt: null },
    }),
    terms: { currency: settings.currency, items: settings.items, phonesUrl: parts.phonesUrl },
    ...(parts.adapter && { adapter: parts.adapter }),
    failed: (err, what) => log.error({ err }, `could not ${what}`),
  })
  metrics.watch({ depths: () => ledger.depths(Date.now()), screens: screens.open })
  /** What is not stored: every process passes it on to its own screens. */
  function pass(message: Passing): void {
    if ("typing" in message) screens.typing(message.typing)
    else if ("floor" in message) floor?.wake()
    else screens.signedOut(message.signedOut)
  }
  function spread(message: Passing): void {
    pass(message)
    // With an adapter the screens have passed it on already.
    if (!parts.adapter) ledger.say(JSON.stringify(message))
  }
  const deaf = ledger.listen({ news: () => {}, said: (text) => pass(JSON.parse(text)) })
  auth.onSessionEnd((sessionId) => spread({ signedOut: sessionId }))
  const tell = await startTell({
    ledger,
    async tell(news) {
      await screens.facts(news, async () => (await ledger.load(news.callSid)).facts)
      for (const { type } of news.facts) metrics.facts.inc({ type })
      if (news.facts.some(({ type }) => type.startsWith("Call"))) floor?.wake()
    },
    tooMuch: screens.startAgain,
    failed: (err) => log.error({ err }, "could not read what is new"),
  })
  floor = await watchFloor({
    ledger,
    wrapUpMs: settings.wrapUpMs,
    tellPresence: screens.presence,
    tellQueue: screens.queue,
    offerWaiting: routing.offerWaiting,
    failed: (err) => log.error({ err }, "could not look who is free"),
  })
  // Last: what is due from before a restart is performed at once, and its facts are told.
  perform = startPerform({
    ledger,
    handle,
    twilio: rest,
    lookUps: settings.stripe && {
      record: stripeChargeRecord(settings.stripe),
      notChargedAfterMs: settings.notChargedAfterMs,
    },
    checkAfterMs: ({ attached }) => (attached ? CHECK_ATTACHED_CALL_MS : CHECK_CALL_MS),
    firstPauseMs: 500,
    failed: (err, effect) =>
      log.error(
        { err, callSid: effect?.callSid, effect: effect?.effect.kind },
        "an effect could not be performed",
      ),
  })
  const stopPruning = keepRecords({
    ledger,
    record: audit.record,
    retentionDays: settings.retentionDays,
    failed: (err, what) => log.error({ err }, `could not ${what}`),
  })
  app.addHook("preClose", async () => {
    await stopPruning()
    await presence.stop()
    await floor?.stop()
    await screens.close()
    await perform?.stop()
    deaf()
    await tell.stop()
    await audit.close()
  })
  return app
}
