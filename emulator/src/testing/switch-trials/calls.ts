// For tests: switches about documents, legs and queues, in every position.
import { ADA, BEN, startBench } from "../bench.ts"
import type { Answer } from "../customer-app.ts"
import { pay } from "../pay-verb-bench.ts"
import { onCall, onVerb, outcome, type Trials } from "./trial.ts"

const EMPTY_QUEUE = `<Response><Dial action="/finished"><Queue>desk</Queue></Dial></Response>`

/** A call of `from` whose document is `verb`, and the bench it is on. */
async function calling(verb: string, switches: object, routes: Record<string, Answer> = {}) {
  const bench = await startBench({ "/forward": `<Response>${verb}</Response>`, ...routes }, { switches })
  return { bench, callSid: await bench.call() }
}

/** The first code of `codes` that the diary of a call has; "none" once the call has come to rest without one. */
function codeOf(verb: string, codes: readonly number[]) {
  return onVerb(verb, async (bench) => {
    await bench.until(bench.callSid, ({ status, activity, payment }) => {
      return status === "completed" || activity !== "" || payment !== null
    })
    const { entries } = (await bench.control("/diary")).body as { entries: { code: number }[] }
    return String(entries.find(({ code }) => codes.includes(code))?.code ?? "none")
  })
}

export const CALLS = {
  "leg that stopped ringing unanswered": {
    async run(switches) {
      const verb = `<Dial><Number>${ADA}</Number><Number>${BEN}</Number></Dial>`
      const { bench, callSid } = await calling(verb, switches)
      await bench.control(`/calls/${callSid}/answer`, { phone: ADA })
      const { legs } = await bench.until(callSid, (call) => call.legs[0]?.status === "in-progress")
      await bench.close()
      return legs[1]?.status ?? ""
    },
    gives: { canceled: "canceled", "no-answer": "no-answer" },
  },
  "code of a 4xx or 5xx answer": {
    run: codeOf("<Redirect>/nowhere</Redirect>", [11200, 11217]),
    gives: { 11200: "11200", 11217: "11217" },
  },
  "FinishedOnKey on the Gather action": {
    async run(switches) {
      const verb = `<Gather action="/digits" numDigits="1"/>`
      const { bench, callSid } = await calling(verb, switches, { "/digits": "<Response/>" })
      await bench.control(`/calls/${callSid}/digits`, { digits: "7" })
      const [action] = await bench.app.waitFor("/digits")
      await bench.close()
      return Object.keys(action?.params ?? {}).includes("FinishedOnKey") ? "told" : "left out"
    },
    gives: { send: "told", omit: "left out" },
  },
  "recording of a <Play>": {
    run: codeOf("<Play>/nowhere.mp3</Play>", [11200]),
    gives: { fetched: "11200", "taken as played": "none" },
  },
  "<Pay> in inline Twiml": {
    run: onCall(async (bench) => {
      const { callSid } = bench
      const twiml = `<Response><Pay chargeAmount="1"/><Say>Next verb</Say><Gather/></Response>`
      await bench.client.calls(callSid).update({ twiml })
      const call = await bench.until(callSid, ({ payment, heard }) => {
        return payment !== null || heard.at(-1)?.text === "Next verb"
      })
      return call.payment?.capture ?? "nothing asked"
    }),
    gives: { "does nothing": "nothing asked", runs: "payment-card-number" },
  },
  "maxAttempts of <Pay>": {
    run: onVerb(pay(`maxAttempts="1" timeout="1"`), async (bench) => {
      await bench.action()
      return String(bench.app.at("/status").filter(({ params }) => params.Attempt).length)
    }),
    gives: { retries: "2", attempts: "1" },
  },
  "Result on the status callback of <Pay>": {
    run: onVerb(pay(""), async (bench) => {
      await bench.keyItem("payment-card-number", "*")
      return bench.app
        .waitForBody("/status", ({ Result }) => Result !== undefined)
        .then(
          ({ Result = "" }) => Result,
          () => "never told",
        )
    }),
    gives: { send: "caller-interrupted-with-star", omit: "never told" },
  },
  "http URLs in PCI mode": {
    async run(switches) {
      const actions = ["http://localhost/digits", "http://example.com/digits"]
      const codes = actions.map((action) => codeOf(`<Gather action="${action}"/>`, [13337])(switches))
      return (await Promise.all(codes)).join(", ")
    },
    gives: { "local hosts only": "none, 13337", refuse: "13337, 13337", allow: "none, none" },
  },
  "Dial of an empty queue": {
    run: onCall(async (bench) => {
      bench.app.routes["/forward"] = EMPTY_QUEUE
      await bench.client.queues.create({ friendlyName: "desk" })
      const call = await bench.until(await bench.call(BEN), ({ activity, status }) => {
        return activity !== "" || status === "completed"
      })
      return call.activity || call.status
    }),
    gives: { waits: "Waits for a caller in the queue desk", "ends at once": "completed" },
  },
  "DialCallStatus after an empty queue": {
    async run(switches) {
      const bench = await startBench(
        { "/forward": EMPTY_QUEUE },
        { switches: { "Dial of an empty queue": "ends at once", ...switches } },
      )
      await bench.client.queues.create({ friendlyName: "desk" })
      await bench.call()
      const [finished] = await bench.app.waitFor("/finished")
      await bench.close()
      return finished?.params.DialCallStatus ?? ""
    },
    gives: { "no-answer": "no-answer", completed: "completed" },
  },
  "caller at <Record>": {
    run: onVerb(`<Record timeout="1" maxLength="1" action="/paid"/>`, async (bench) => {
      const call = await bench.until(bench.callSid, ({ status }) => status === "completed")
      return call.heard.at(-1)?.text ?? ""
    }),
    gives: { speaks: "Beep", "stays silent": "Next verb" },
  },
  "From of an outbound call": {
    run: onCall(({ client }) => {
      return outcome(client.calls.create({ to: ADA, from: "+15559999999", twiml: "<Response/>" }))
    }),
    gives: { "own number": "400/21210", any: "done" },
  },
} satisfies Partial<Trials>
