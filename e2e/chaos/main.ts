// npm run chaos: callers pay while servers are killed, the database restarts and Twilio misbehaves. At the end the
// model, the ledger, the screens and the gateway's record must agree.
import { parseArgs } from "node:util"
import { type Charge, emulatedCalls } from "../caller.ts"
import { setUpByHttp } from "../second-factor.ts"
import { endFaults, setFaults, storm } from "./faults.ts"
import { startGatewayRecord } from "./gateway-record.ts"
import { drawPlan } from "./plan.ts"
import { chance } from "./random.ts"
import { openScreen, type Screen } from "./screen.ts"
import { openSite, password, type Site } from "./site.ts"
import { has, payments } from "./story.ts"
import { type Taken, takeCall } from "./take-call.ts"
import { disagreements, readLedger, unfinished } from "./verify.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    payments: { type: "string", default: "150" },
    seconds: { type: "string", default: "150" },
    agents: { type: "string", default: "8" },
    speed: { type: "string", default: "2" },
    "kill-every": { type: "string", default: "6" },
    faults: { type: "string", default: "1" },
  },
})
const seed = Number(values.seed)
const wanted = Number(values.payments)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const say = (line: string) => void process.stdout.write(`${line}\n`)

interface Havoc {
  kills: number
  databaseRestarts: number
}

/** Until `over`: a kill every so many seconds, now and then the database instead. */
async function wreak(site: Site, over: () => boolean): Promise<Havoc> {
  const dice = chance(seed + 1)
  const havoc: Havoc = { kills: 0, databaseRestarts: 0 }
  const everyMs = Number(values["kill-every"]) * 1000
  while (!over()) {
    const next = Date.now() + dice.between(everyMs / 2, everyMs * 1.5)
    while (!over() && Date.now() < next) await pause(100)
    if (over()) break
    if (dice.happens(0.12)) {
      await site.restartDatabase(dice.between(0, 2_000))
      havoc.databaseRestarts += 1
    } else {
      await site.killServer(dice.between(0, 1))
      havoc.kills += 1
    }
  }
  return havoc
}

async function takeCalls(site: Site, screens: readonly Screen[]): Promise<Taken[]> {
  const dice = chance(seed)
  const plans = Array.from({ length: wanted }, () => drawPlan(dice))
  const until = Date.now() + Number(values.seconds) * 1000
  const taken: Taken[] = []
  let next = 0
  async function work(agent: number): Promise<void> {
    const screen = screens[agent]
    const phone = site.agents[agent]?.phone
    while (screen && phone && Date.now() < until) {
      const n = next++
      const plan = plans[n]
      if (!plan) return
      const call = await takeCall(site.phonesUrl, screen, phone, `+1555${String(1_000_000 + n)}`, plan)
      taken.push(call)
      // While nothing of ours is up, one caller after the other would try in vain.
      if (call.lost) await pause(2_000)
    }
  }
  await Promise.all(screens.map((_, agent) => work(agent)))
  return taken
}

/** Waits until nothing is under way any more, and what the gateway's record can settle by itself is settled. */
async function settle(site: Site): Promise<void> {
  for (const { callSid, status } of await emulatedCalls(site.phonesUrl))
    if (status === "in-progress" || status === "ringing")
      await fetch(`${site.phonesUrl}/emulator/calls/${callSid}/hangup`, { method: "POST" })
  let quietSince = Date.now()
  for (const until = Date.now() + 180_000; Date.now() < until; await pause(1_000)) {
    const ledger = await readLedger(site.databaseUrl)
    const { open, unknown } = unfinished(ledger)
    const live = [...ledger.values()].filter((facts) => !has(facts, "CallEnded"))
    if (open.length + live.length > 0) quietSince = Date.now()
    else if (unknown.length === 0 || Date.now() - quietSince > 10_000) return
  }
}

/** What is still unknown is settled as it would be at work: a supervisor looks at the gateway's record. */
async function resolveUnknown(site: Site, record: readonly Charge[], supervisor: Screen): Promise<number> {
  const ledger = await readLedger(site.databaseUrl)
  let resolved = 0
  for (const [callSid, facts] of ledger)
    for (const { paymentId, sessions, status } of payments(facts)) {
      if (status !== "unknown") continue
      const made = record.find(
        (charge) => charge.result === "succeeded" && sessions.includes(charge.paymentSid),
      )
      const confirmationCode = made ? made.confirmationCode || made.token : null
      const evidence = { seen: "the gateway's own record", note: "chaos" }
      const reply = await supervisor.ask("resolve", { callSid, paymentId, confirmationCode, ...evidence })
      if (reply?.ok) resolved += 1
      else say(`WRONG the supervisor cannot resolve ${paymentId}: ${JSON.stringify(reply)}`)
    }
  return resolved
}

async function main(): Promise<boolean> {
  say(`seed ${seed}`)
  let phonesUrl = ""
  const record = await startGatewayRecord(() => phonesUrl)
  const site = await openSite(Number(values.agents), Number(values.speed), record.url)
  phonesUrl = site.phonesUrl
  try {
    const screens = await Promise.all(site.agents.map(({ email }) => openScreen(site.url, email, password)))
    const watching = await openScreen(site.url, site.supervisor, password, setUpByHttp)
    await setFaults(site.phonesUrl, storm(seed, Number(values.faults)))
    const began = Date.now()
    let over = false
    const wreaking = wreak(site, () => over)
    const taken = await takeCalls(site, screens)
    over = true
    const havoc = await wreaking
    const struck = await endFaults(site.phonesUrl)
    const seconds = Math.round((Date.now() - began) / 1000)
    await settle(site)
    const resolved = await resolveUnknown(site, await record.charges(), watching)
    await pause(3_000)

    const ledger = await readLedger(site.databaseUrl)
    const gateway = await record.charges()
    const wrong = disagreements(ledger, gateway, taken, [...screens, watching])
    const all = [...ledger.values()].flatMap((facts) => payments(facts))
    const outcomes = Object.groupBy(all, ({ status }) => status)
    say(
      `${taken.length} calls, ${all.length} payments, ${[...ledger.values()].flat().length} facts in ${seconds} s`,
    )
    say(
      `outcomes: ${Object.entries(outcomes)
        .map(([status, of]) => `${status} ${of?.length}`)
        .join(", ")}`,
    )
    say(`found unknown and resolved by the supervisor: ${resolved}`)
    say(`calls that Twilio could not announce: ${taken.filter(({ lost }) => lost).length}`)
    say(
      `${havoc.kills} kills, ${havoc.databaseRestarts} database restarts, ${sum(screens.map((screen) => screen.reconnects()))} reconnects`,
    )
    say(
      `faults: ${Object.entries(struck)
        .map(([id, times]) => `${id} ${times}`)
        .join(", ")}`,
    )
    say(
      `facts told twice to a screen: ${sum(screens.map((screen) => screen.faults.twice))}, gaps: ${sum(screens.map((screen) => screen.faults.gaps))}`,
    )
    for (const line of wrong.slice(0, 50)) say(`WRONG ${line}`)
    if (wrong.length > 50) say(`and ${wrong.length - 50} more`)
    say(`${wrong.length} disagreements; seed ${seed}`)
    for (const screen of [...screens, watching]) screen.close()
    return wrong.length === 0
  } finally {
    record.close()
    await site.stop()
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

main().then(
  (agreed) => process.exit(agreed ? 0 : 1),
  (error) => {
    say(`${error instanceof Error ? error.stack : error}\nseed ${seed}`)
    process.exit(1)
  },
)
