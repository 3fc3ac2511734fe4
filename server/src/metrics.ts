// What Prometheus reads: rates, latencies, queue depths. On a port of its own, which is not for the public.
import { createServer } from "node:http"
import type { Logger } from "pino"
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"
import type { Depths } from "./ledger/ledger.ts"
import type { RestAnswer, TwilioRest } from "./twilio/rest-client.ts"

/** Seconds, from what a healthy machine needs to what Twilio allows. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]

export interface MetricsParts {
  depths(): Promise<Depths>
  screens(): number
}

/** All metrics of one process, in a registry of their own. */
export function createMetrics() {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const requests = new Histogram({
    name: "agentpay_http_seconds",
    help: "Requests answered: callbacks by path, everything else as one",
    labelNames: ["path", "status"],
    buckets,
    registers,
  })
  const commands = new Histogram({
    name: "agentpay_command_seconds",
    help: "Commands of screens: how long, and taken or why not",
    labelNames: ["name", "result"],
    buckets,
    registers,
  })
  const twilio = new Histogram({
    name: "agentpay_twilio_seconds",
    help: "Requests to Twilio, each try by itself",
    labelNames: ["kind", "result"],
    buckets,
    registers,
  })
  const facts = new Counter({
    name: "agentpay_facts_total",
    help: "Facts told to screens, of all processes, by type",
    labelNames: ["type"],
    registers,
  })

  /** Queue depths are asked for when somebody looks. */
  function watch({ depths, screens }: MetricsParts): void {
    new Gauge({
      name: "agentpay_screens",
      help: "Screens open on this process",
      registers,
      collect() {
        this.set(screens())
      },
    })
    new Gauge({
      name: "agentpay_waiting",
      help: "How many wait: effects due, effects not settled, live calls, callers in the queue, calls with an unsettled payment, appends",
      labelNames: ["what"],
      registers,
      async collect() {
        // Nothing is better than an old figure.
        this.reset()
        const found = await depths().catch(() => ({}))
        for (const [what, count] of Object.entries(found)) this.set({ what: snakeCase(what) }, count)
      },
    })
  }

  return { register, requests, commands, twilio, facts, watch }
}

export type Metrics = ReturnType<typeof createMetrics>

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The same client, each request of which is counted and timed by its effect and its answer. */
export function measured(client: TwilioRest, { twilio }: Metrics): TwilioRest {
  async function timed<T>(kind: string, asked: Promise<RestAnswer<T>>): Promise<RestAnswer<T>> {
    const done = twilio.startTimer({ kind })
    const answer = await asked
    done({ result: "again" in answer ? answer.again : "done" in answer ? "done" : answer.refused })
    return answer
  }
  return {
    pay: (callSid, effect, key) => timed(effect.kind, client.pay(callSid, effect, key)),
    lead: (callSid) => timed("LeadCall", client.lead(callSid)),
    leg: (callSid) => timed("FetchLeg", client.leg(callSid)),
    dialledLegs: (callSid) => timed("ListLegs", client.dialledLegs(callSid)),
    callOutcome: (callSid) => timed("CheckCall", client.callOutcome(callSid)),
  }
}

/** Serves /metrics; resolves when it listens. */
export async function serveMetrics(metrics: Metrics, at: { port: number; host: string }, log: Logger) {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end()
    metrics.register.metrics().then(
      (text) => response.writeHead(200, { "content-type": metrics.register.contentType }).end(text),
      (err) => {
        log.error({ err }, "could not collect metrics")
        response.writeHead(500).end()
      },
    )
  })
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(at, resolve))
  return server
}
