// For tests: what a switch changes, tried in every position. A question or an answer without a trial does not compile.
import type { EmulatorOptions } from "../../emulator.ts"
import type { QuestionName, Switches } from "../../switches.ts"
import { type PayBench, startPayBench } from "../pay-bench.ts"
import { type PayVerbBench, startPayVerb } from "../pay-verb-bench.ts"

type Act<Bench> = (bench: Bench) => Promise<string>

/** Does one thing with the switches as they are, and tells what came of it. */
type Run = (switches: Partial<Switches>) => Promise<string>

/** `gives` holds what comes of it in each position; no two may be the same, or the switch would do nothing. */
type Trial<Name extends QuestionName> = {
  run: Run
  gives: { readonly [Answer in Switches[Name]]: string }
}

export type Trials<Names extends QuestionName = QuestionName> = { [Name in Names]: Trial<Name> }

async function closing<Bench extends { close(): Promise<void> }>(
  bench: Bench,
  act: Act<Bench>,
): Promise<string> {
  try {
    return await act(bench)
  } finally {
    await bench.close()
  }
}

/** On a call that Ada has answered, where payments are opened by REST; `others` are switches that it needs too. */
export function onCall(
  act: Act<PayBench>,
  options: EmulatorOptions = {},
  others: Partial<Switches> = {},
): Run {
  return async (switches) =>
    closing(await startPayBench({ ...options, switches: { ...others, ...switches } }), act)
}

/** On a call that runs `verb`. */
export function onVerb(verb: string, act: Act<PayVerbBench>, others: Partial<Switches> = {}): Run {
  return async (switches) => closing(await startPayVerb(verb, { switches: { ...others, ...switches } }), act)
}

/** What a refused request was answered, as `400/64021`; "done" where it was not refused. */
export function outcome(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => "done",
    ({ status, code }) => `${status}/${code}`,
  )
}
