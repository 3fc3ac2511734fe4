// For tests: switches about how a payment ends, in every position.
import { startJsonServer } from "../json-server.ts"
import { type PayBench, startPayBench } from "../pay-bench.ts"
import { onCall, type Trials } from "./trial.ts"

/** A session whose card was declined, and the code of that. */
async function decline(bench: PayBench): Promise<{ sid: string; code: string }> {
  const sid = await bench.open()
  await bench.captureCard(sid, "4000000000000002")
  await bench.update(sid, { status: "complete" })
  return { sid, code: String((await bench.finalOf(sid)).PayErrorCode) }
}

export const ENDINGS = {
  "Result for Status=cancel": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      await bench.update(sid, { status: "cancel" })
      const ended = await bench.app.waitForBody("/pay", (body) => "PaymentConfirmationCode" in body)
      return ended.Result ?? "left out"
    }),
    gives: { "transaction-cancelled": "transaction-cancelled", omit: "left out" },
  },
  "Session after decline": {
    run: onCall(async (bench) => {
      const { sid } = await decline(bench)
      const { state } = (await bench.view(bench.callSid)).payment
      if (state === "closed") return state
      await bench.captureCard(sid)
      await bench.update(sid, { status: "complete" })
      await bench.app.waitForBody("/pay", ({ Result }) => Result === "success")
      return "open, then success"
    }),
    gives: { closed: "closed", open: "open, then success" },
  },
  "64008 vs 64012 on decline": {
    run: onCall(async (bench) => (await decline(bench)).code),
    gives: { "64012 when the card is refused": "64012", "64008 always": "64008" },
  },
  "PaymentError in webhooks": {
    run: onCall(async (bench) => {
      const { sid } = await decline(bench)
      return (await bench.finalOf(sid)).PaymentError ?? ""
    }),
    gives: {
      "as it is": "Your card was declined.",
      "URL-encoded once more": "Your%20card%20was%20declined.",
    },
  },
  "Hang-up mid-session": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      await bench.control(`/calls/${bench.callSid}/hangup`, {})
      return bench.finalOf(sid).then(
        ({ Result = "" }) => Result,
        () => "never told",
      )
    }),
    gives: { "caller-hung-up": "caller-hung-up", "no callback": "never told" },
  },
  "GPC timeout": {
    async run(switches) {
      const endpoint = await startJsonServer(() => ({ status: 500, json: {} }))
      const connectors = { Mine: { kind: "generic", url: endpoint.url } } as const
      const bench = await startPayBench({ connectors, switches })
      try {
        const sid = await bench.open({ paymentConnector: "Mine" })
        await bench.captureCard(sid, "4111111111111111")
        await bench.update(sid, { status: "complete" })
        return String((await bench.finalOf(sid)).PayErrorCode)
      } finally {
        await bench.close()
        await endpoint.close()
      }
    },
    gives: { 64002: "64002", 64008: "64008" },
  },
} satisfies Partial<Trials>
