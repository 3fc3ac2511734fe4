// Plays a scenario against the program under test: calls, waits to be asked, keys, and tells how far it came.
import { answerRing, dial, hangUpOn, keyOn, sayOn } from "../control/phone-actions.ts"
import type { FaultInput } from "../faults/fault-rule.ts"
import type { PaySession } from "../pay/pay-session.ts"
import { seededRandom } from "../seeded-random.ts"
import type { Call } from "../voice/call.ts"
import { keyDigits } from "../voice/press-key.ts"
import type { World } from "../world.ts"
import type { Scenario, ScenarioStep } from "./scenario.ts"

export type ScenarioOptions = {
  /** Repeats a run exactly: the caller's number, what is mistyped, and the chance of faults. Drawn when absent. */
  seed?: number
  /** The number to call; the first emulated one when absent. */
  to?: string
  /** Added to the voice URL. */
  query?: string
  /** False leaves out that an agent picks up, e.g. for an IVR. */
  agent?: boolean
  /** How long each step waits for the program under test, in real milliseconds. Default 30,000. */
  patienceMs?: number
}

export type ScenarioRun = {
  scenario: string
  seed: number
  callSid: string
  passed: boolean
  /** What did not happen; empty for a run that passed. */
  trouble: string
  /** The Result of each payment session, in order. */
  results: string[]
}

type Play = {
  world: World
  call: Call
  random: () => number
  agent: boolean
  patienceMs: number
  seen: number
  /** The last question that was answered with keys: a caller answers the next one, however long it takes to come. */
  answered: { session: PaySession; timesAsked: number } | null
}

const sessionsOf = ({ world, call }: Play): readonly PaySession[] => world.payments.of(call.sid)

/** How a session stands, to go on from "the last payment session". */
function standing({ state, result, active, required }: PaySession): string {
  if (state !== "open") return `is ${state}${result === "" ? "" : `, ${result}`}`
  const missing = required.length > 0 ? `still requires ${required.join(", ")}` : "waits for its completion"
  return `is open, asks for ${active?.item ?? "nothing"} and ${missing}`
}

/** Resolves as soon as `find` finds something; rejects with what was waited for, at once when it is `vain`. */
function until<T>(
  play: Play,
  what: string,
  find: () => T | undefined,
  vain: () => boolean = () => false,
): Promise<T> {
  const { world, call } = play
  return new Promise((resolve, reject) => {
    const settle = () => {
      forget()
      cancel()
    }
    const look = () => {
      const found = find()
      if (found === undefined) return vain() ? giveUp("") : undefined
      settle()
      resolve(found)
    }
    const giveUp = (within: string) => {
      settle()
      const session = sessionsOf(play).at(-1)
      const payment = session
        ? `the last payment session ${standing(session)}`
        : "no payment session was opened"
      reject(new Error(`${what} did not happen${within}: the call is ${call.status}, ${payment}`))
    }
    const forget = world.onChange(look)
    const cancel = world.clock.afterReal(play.patienceMs, () => giveUp(` within ${play.patienceMs} ms`))
    look()
  })
}

/** One digit is another one: which, and how much, is drawn. */
function mistyped(digits: string, random: () => number): string {
  const place = Math.floor(random() * digits.length)
  const wrong = (Number(digits[place]) + 1 + Math.floor(random() * 9)) % 10
  return digits.slice(0, place) + wrong + digits.slice(place + 1)
}

async function playStep(play: Play, step: ScenarioStep): Promise<void> {
  const { world, call } = play
  switch (step.do) {
    case "answer":
      if (play.agent) await answerRing(world, call, "", "human")
      return
    case "key": {
      const asked = () => {
        const session = sessionsOf(play).at(-1)
        if (session?.active?.item !== step.item) return undefined
        const { timesAsked } = session
        const before = play.answered?.session === session ? play.answered.timesAsked : 0
        return timesAsked > before ? { session, timesAsked } : undefined
      }
      play.answered = await until(play, `being asked for ${step.item}`, asked, () => call.ended)
      const { session, timesAsked } = play.answered
      // Who hears that it was wrong, or right, does not key the rest.
      const stillAsked = () => session.timesAsked === timesAsked && session.active?.item === step.item
      const digits = step.mistype ? mistyped(step.digits, play.random) : step.digits
      await keyDigits(world, call, digits, stillAsked)
      return
    }
    case "press":
      await keyOn(world, call, step.digits, "customer")
      return
    case "say":
      return sayOn(world, call, { words: step.words, confidence: 0.9 }, "customer")
    case "wait":
      return world.clock.pass(step.ms)
    case "star":
      await keyOn(world, call, "*", "customer")
      return
    case "hang-up":
      return hangUpOn(world, call, "customer")
    case "submitted": {
      const reached = () => (sessionsOf(play).at(-1)?.state ?? "open") !== "open" || undefined
      await until(play, "a submit", reached)
      return
    }
    case "result": {
      const { seen } = play
      play.seen += 1
      const ended = () => (sessionsOf(play)[seen]?.state === "closed" ? sessionsOf(play)[seen] : undefined)
      const { result } = await until(play, `the result ${step.result}`, ended)
      if (result !== step.result) throw new Error(`the result was ${result}, not ${step.result}`)
    }
  }
}

/** The caller hears the faults of the scenario alone: they are bound to the number, and taken back at the end. */
function addFaults({ faults }: World, scenario: Scenario, from: string, seed: number): string[] {
  return scenario.faults.map((rule, index) => {
    const id = `scenario-${from.slice(1)}-${index}`
    faults.add({ seed, ...rule, id, call: from } as FaultInput)
    return id
  })
}

/** Until the program under test has been told everything of this call, or `patienceMs` (real time) are over. */
async function toldAll(world: World, callSid: string, patienceMs: number): Promise<void> {
  let cancel = () => {}
  const patience = new Promise<void>((resolve) => {
    cancel = world.clock.afterReal(patienceMs, resolve)
  })
  await Promise.race([world.outbox.emptied(callSid), patience])
  cancel()
}

/** Never rejects: what went wrong stands in `trouble`. When it resolves the call has ended, and its webhooks have been answered. */
export async function runScenario(
  world: World,
  scenario: Scenario,
  options: ScenarioOptions = {},
): Promise<ScenarioRun> {
  const { agent = true, patienceMs = 30_000 } = options
  const seed = options.seed ?? Math.floor(Math.random() * 4_294_967_296)
  const random = seededRandom(seed)
  const from = `+1555${String(Math.floor(random() * 9_000_000) + 1_000_000)}`
  const ids = addFaults(world, scenario, from, seed)
  const run: ScenarioRun = {
    scenario: scenario.name,
    seed,
    callSid: "",
    passed: true,
    trouble: "",
    results: [],
  }
  try {
    const to = options.to ?? world.numbers.keys().next().value ?? ""
    const call = dial(world, { from, to, query: options.query ?? "", known: {} })
    run.callSid = call.sid
    world.diary.note(call.sid, `scenario ${scenario.name} begins, seed ${seed}`)
    const play: Play = { world, call, random, agent, patienceMs, seen: 0, answered: null }
    for (const step of scenario.steps) await playStep(play, step)
    run.results = sessionsOf(play).map(({ result }) => result)
    if (!call.ended) hangUpOn(world, call, "customer")
  } catch (error) {
    run.passed = false
    run.trouble = error instanceof Error ? error.message : String(error)
    const call = world.calls.get(run.callSid)
    run.results = world.payments.of(run.callSid).map(({ result }) => result)
    if (call && !call.ended) hangUpOn(world, call, "customer")
    world.diary.warn(run.callSid || null, `scenario ${scenario.name} failed, seed ${seed}: ${run.trouble}`)
  }
  await toldAll(world, run.callSid, patienceMs)
  for (const id of ids) world.faults.remove(id)
  return run
}
