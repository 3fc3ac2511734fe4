// For tests: switches about what a caller keys and how callbacks tell of it, in every position.
import type { PayBench } from "../pay-bench.ts"
import { onCall, outcome, type Trials } from "./trial.ts"

const DATE = "expiration-date"

/** The callback that tells of the last item, and all before it. */
async function bodiesOfCard(bench: PayBench) {
  const sid = await bench.open()
  await bench.captureCard(sid)
  await bench.app.waitForBody("/pay", ({ SecurityCode, Capture, PartialResult }) => {
    return Capture === "security-code" && SecurityCode === "xxx" && PartialResult !== "true"
  })
  return bench.app.at("/pay").map(({ params }) => params)
}

const told = (body: Record<string, string> | undefined, name: string) => body?.[name] ?? "left out"

async function keyedAfter(bench: PayBench): Promise<string> {
  return (await bench.view(bench.callSid)).payment.keyed
}

export const KEYED_ITEMS = {
  "CVV before card": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      const answer = await outcome(bench.update(sid, { capture: "security-code" }))
      return answer === "done" ? String((await bench.errorOf(sid)).ErrorType) : answer
    }),
    gives: { callback: "invalid-card-number-security-code-capture-sequence", 64020: "400/64020" },
  },
  "Callback on accepted update before digits": {
    run: onCall(async (bench) => {
      await bench.capture(await bench.open(), "payment-card-number", "4")
      const [, second] = await bench.app.waitFor("/pay", 2)
      return told(second?.params, "PaymentCardNumber")
    }),
    gives: { send: "left out", none: "x" },
  },
  "PartialResult on final item callback": {
    run: onCall(async (bench) => told((await bodiesOfCard(bench)).at(-1), "PartialResult")),
    gives: { false: "false", omit: "left out" },
  },
  "Required when empty": {
    run: onCall(async (bench) => told((await bodiesOfCard(bench)).at(-1), "Required")),
    gives: { empty: "", omit: "left out" },
  },
  "Per-digit for CVV/expiry": {
    run: onCall(async (bench) => {
      const partials = (await bodiesOfCard(bench)).filter(({ PartialResult }) => PartialResult === "true")
      const growing = ({ ExpirationDate, SecurityCode, Capture }: Record<string, string>) =>
        Capture === DATE ? ExpirationDate : Capture === "security-code" && SecurityCode
      return partials.flatMap((body) => growing(body) || []).join()
    }),
    gives: { "every digit": "x,xx,xxx,xxxx,x,xx,xxx", "card only": "" },
  },
  "Digits pressed with no Capture active": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      await bench.key("4242")
      await bench.update(sid, { capture: "payment-card-number" })
      return keyedAfter(bench)
    }),
    gives: { ignore: "", "keep for the next Capture": "xxxx" },
  },
  "half-typed digits when Capture changes": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      await bench.capture(sid, "payment-card-number", "42")
      await bench.update(sid, { capture: "payment-card-number" })
      return keyedAfter(bench)
    }),
    gives: { discard: "", keep: "xx" },
  },
  "Inter-digit timeout": {
    run: onCall(async (bench) => {
      const sid = await bench.open({ timeout: 1 })
      bench.emulator.clock.set({ mode: "virtual" })
      await bench.capture(sid, "payment-card-number", "4242")
      await bench.emulator.clock.advance(1_500)
      return String((await bench.errorOf(sid)).ErrorType)
    }),
    gives: { "validate what is there": "invalid-card-number", "input-timeout": "input-timeout" },
  },
  "First-digit wait": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      bench.emulator.clock.set({ mode: "virtual" })
      await bench.update(sid, { capture: "payment-card-number" })
      await bench.emulator.clock.advance(60_000)
      return (await bench.view(bench.callSid)).payment.capture ?? "asked no more"
    }),
    gives: { unlimited: "payment-card-number", timeout: "asked no more" },
  },
  "first input after a failed match": {
    run: onCall(async (bench) => {
      const sid = await bench.open({ requireMatchingInputs: DATE, securityCode: false })
      await bench.capture(sid, DATE, "1230")
      await bench.capture(sid, `${DATE}-matcher`, "1231")
      return String((await bench.errorOf(sid)).Required)
    }),
    gives: {
      "asked again": `payment-card-number,${DATE},${DATE}-matcher`,
      kept: `payment-card-number,${DATE}-matcher`,
    },
  },
  "cards that are no test numbers": {
    run: onCall(async (bench) => {
      await bench.capture(await bench.open(), "payment-card-number", "4539578763621486")
      const { payment } = await bench.until(bench.callSid, ({ payment: { capture } }) => capture === null)
      return payment.captured.PaymentCardNumber ?? "refused"
    }),
    gives: { refuse: "refused", accept: "xxxxxxxxxxxx1486" },
  },
  Star: {
    run: onCall(async (bench) => {
      await bench.open()
      await bench.key("*")
      return (await bench.view(bench.callSid)).payment.result
    }),
    gives: { "caller-interrupted-with-star": "caller-interrupted-with-star", ignore: "" },
  },
} satisfies Partial<Trials>
