// Joins the parts of the emulator: world, REST API, control API and phones page behind one listening server.
import "./node20.ts"
import { fileURLToPath } from "node:url"
import fastifyStatic from "@fastify/static"
import Fastify from "fastify"
import { type CallOptions, callInCode, type EmulatedCall } from "./call-in-code.ts"
import { type Clock, createClock } from "./clock.ts"
import type { TimelineStep } from "./control/answer-schema.ts"
import { controlApi } from "./control/control-api.ts"
import { guardHost, hostInUrl } from "./control/host-guard.ts"
import { timelineView } from "./control/timeline-view.ts"
import { createDiary } from "./diary.ts"
import { createFaults, type Faults } from "./faults/faults.ts"
import { strikeCaller } from "./faults/strike-caller.ts"
import { strikeConnections, strikeWebhooks } from "./faults/strike-webhook.ts"
import { checkOptions, type EmulatorOptions } from "./options.ts"
import { defaultPace } from "./pace.ts"
import { createGateway } from "./pay/gateway.ts"
import { makeConnector } from "./pay/make-connector.ts"
import { createPaymentBook } from "./pay/payment-book.ts"
import { noteEntry, recordDeliveries, recordGateway } from "./record-exchanges.ts"
import { API_PREFIX, answerUnknown, isTwilios, twilioApi, withFormat } from "./rest/twilio-api.ts"
import { createScenarioBook, type ScenarioBook } from "./scenarios/scenario-book.ts"
import { defaultSwitches, readSwitches, type Switches } from "./switches.ts"
import { createTimeline } from "./timeline.ts"
import { ringOwnNumber } from "./voice/own-number.ts"
import { makePhoneNumber, type PhoneNumber } from "./voice/phone-number.ts"
import { createDelivery } from "./webhook/deliver.ts"
import { createOutbox } from "./webhook/outbox.ts"
import type { Account, World } from "./world.ts"

export type { EmulatorOptions } from "./options.ts"

export type Emulator = {
  url: string
  port: number
  account: Account
  /** A customer calls one of the numbers; the voice webhook is under way when this resolves. */
  call(options?: CallOptions): Promise<EmulatedCall>
  /** What happened on the call that `callSid` is a leg of, oldest first, masked; empty for an unknown call. */
  timeline(callSid: string): TimelineStep[]
  /** Faults in force: add, remove, list. */
  faults: Faults
  /** Named callers: list, add, run. */
  scenarios: ScenarioBook
  /** The answer to each question that Twilio's documents leave open; may be set while it runs. */
  switches: Switches
  /** Time: speed it up, or make it virtual and advance it. */
  clock: Clock
  /** Stops listening, ends every stream, timer and connection. */
  close(): Promise<void>
}

/** The demo's account: fixed, so that it can be written into examples; worthless anywhere else. */
export const demoAccount: Account = {
  sid: "AC00000000000000000000000000005051",
  authToken: "5051demo5051demo5051demo5051demo",
  apiKey: "SK00000000000000000000000000005051",
  apiSecret: "demo-secret-5051",
}

const PUBLIC = fileURLToPath(new URL("../public", import.meta.url))
const PAGE_POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

const OFFER =
  "There is the phones page at /, the control API under /emulator (README.md lists it), and Twilio's REST API under /2010-04-01/Accounts/{AccountSid}."

function createListeners() {
  const listeners = new Set<() => void>()
  return {
    changed() {
      for (const listener of [...listeners]) listener()
    },
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const TEST_GATEWAY = { kind: "stripe-test" } as const

function readConnectors(
  given: NonNullable<EmulatorOptions["connectors"]>,
  clock: Clock,
  switches: Switches,
): World["connectors"] {
  const named = Array.isArray(given)
    ? given.map((name) => [name, TEST_GATEWAY] as const)
    : Object.entries(given)
  const usual = ["Default", "Stripe_Connector"].map((name) => [name, TEST_GATEWAY] as const)
  const described = new Map([...usual, ...named])
  return new Map(
    [...described].flatMap(([name, one]) => (one ? [[name, makeConnector(one, clock, switches)]] : [])),
  )
}

/**
 * Starts an emulator and resolves when it listens. Rejects with a RangeError that says which option cannot be, and when
 * the port is taken (EADDRINUSE).
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options)
  const clock = options.clock ?? createClock(options.time)
  const account: Account = {
    sid: options.sid ?? demoAccount.sid,
    authToken: options.authToken ?? demoAccount.authToken,
    apiKey: options.apiKey ?? demoAccount.apiKey,
    apiSecret: options.apiSecret ?? demoAccount.apiSecret,
  }
  const switches: Switches = { ...defaultSwitches, ...readSwitches(options.switches ?? {}) }
  const listeners = createListeners()
  const calls: World["calls"] = new Map()
  const rootOf = (callSid: string) => calls.get(callSid)?.parent?.sid ?? callSid
  const outbox = createOutbox(rootOf)
  const timeline = createTimeline(clock, rootOf)
  let stopping = false
  const diary = createDiary(clock, (entry) => {
    // What breaks off because the emulator stops is nobody's failure.
    if (stopping) return
    options.onEntry?.(entry)
    noteEntry(timeline, entry)
    listeners.changed()
  })
  const faults = createFaults(diary, calls, listeners.changed)
  for (const rule of options.faults ?? []) faults.add(rule)
  const delivery = createDelivery(clock, switches, account.authToken, {
    strike: strikeConnections(faults),
    ca: options.ca ?? null,
    warn: ({ params, url }, text, code) => {
      const callSid = params.find(([name]) => name === "CallSid")?.[1] ?? null
      diary.warn(callSid, `${url}: ${text}`, code)
    },
  })
  // Written down behind the faults: what was really sent, and not what was meant to be.
  const deliver = strikeWebhooks(
    faults,
    clock,
    calls,
    outbox,
    recordDeliveries(delivery.deliver, timeline, clock.now),
  )
  const numbers = new Map<string, PhoneNumber>()
  for (const [number, settings] of Object.entries(options.numbers ?? {})) {
    numbers.set(number, makePhoneNumber(number, settings, clock.now()))
  }
  const connectors = readConnectors(options.connectors ?? [], clock, switches)
  const world: World = {
    account,
    clock,
    switches,
    pace: { ...defaultPace, ...options.pace },
    connectors,
    numbers,
    phones: new Map(Object.entries(options.phones ?? {})),
    calls,
    ended: [],
    payments: createPaymentBook(),
    queues: new Map(),
    conferences: new Map(),
    recordings: new Map(),
    gateway: recordGateway(createGateway(clock, connectors), timeline),
    diary,
    timeline,
    deliver: (webhook) => {
      const callSid = webhook.params.find(([name]) => name === "CallSid")?.[1]
      const sent = clock.during(deliver(webhook))
      return callSid === undefined ? sent : outbox.keep(callSid, sent)
    },
    outbox,
    faults,
    say: (callSid, text) => calls.get(callSid)?.hear("said", text),
    onCallerMoment: (callSid, moment, item) => strikeCaller(world, callSid, moment, item),
    onRing: (leg) => ringOwnNumber(world, leg),
    changed: listeners.changed,
    onChange: listeners.onChange,
  }
  const app = Fastify({ forceCloseConnections: true, rewriteUrl: ({ url }) => withFormat(url ?? "/") })
  const host = options.host ?? "localhost"
  const named = hostInUrl(host)
  guardHost(app, [named, ...(options.allowedHosts ?? [])])
  await app.register(fastifyStatic, {
    root: PUBLIC,
    // One route per file: a wildcard route would swallow what the REST API must answer in Twilio's words.
    wildcard: false,
    setHeaders: (reply) => {
      reply.header("content-security-policy", PAGE_POLICY)
      reply.header("x-content-type-options", "nosniff")
    },
  })
  const scenarios = createScenarioBook(world)
  for (const one of options.scenarios ?? []) scenarios.add(one)
  await app.register(controlApi, { world, scenarios })
  app.setNotFoundHandler((request, reply) => {
    if (isTwilios(request.originalUrl)) return answerUnknown(world, request, reply)
    const error = `${request.method} ${request.url} is not served. ${OFFER}`
    return reply.code(404).send({ error })
  })
  await app.register(twilioApi, { prefix: API_PREFIX, world })
  try {
    await app.listen({ port: options.port ?? 5051, host })
  } catch (error) {
    delivery.close()
    clock.close()
    await app.close()
    throw error
  }
  const address = app.server.address()
  const port = typeof address === "object" && address ? address.port : 0
  return {
    url: `http://${named}:${port}`,
    port,
    account,
    call: async (options = {}) => callInCode(world, options),
    faults,
    scenarios,
    switches,
    clock,
    timeline: (callSid) => {
      const call = calls.get(callSid)
      return call ? timelineView(world, call.parent ?? call) : []
    },
    async close() {
      stopping = true
      delivery.close()
      clock.close()
      await app.close()
    },
  }
}
