// Scenarios: every ready one against a program with an agent, one's own, seeds that repeat, and failures in words.
import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import { afterEach, expect, test } from "vitest"
import { startAutopilot } from "../testing/autopilot.ts"
import { type Bench, startBench } from "../testing/bench.ts"
import { READY_SCENARIOS } from "./ready-scenarios.ts"
import { card, ends, hangUp, mistypes, presses, says, scenario } from "./scenario.ts"

let bench: Bench

afterEach(() => bench.close())

async function start(): Promise<void> {
  bench = await startBench({}, {})
  bench.emulator.clock.set({ speed: 10 })
  startAutopilot(bench)
}

test.each(READY_SCENARIOS.map(({ name, description }) => [name, description]))("%s: %s", async (name) => {
  await start()
  const run = await bench.emulator.scenarios.run(name, { seed: 7, patienceMs: 8_000 })
  expect(run).toMatchObject({ scenario: name, seed: 7, trouble: "", passed: true })
  expect(bench.emulator.faults.list()).toEqual([])
})

test("the same seed repeats the caller and the mistake; another one does not", async () => {
  await start()
  bench.emulator.scenarios.add(
    scenario("slips", "Mistypes and gives up", [mistypes("payment-card-number", "4242424242424242"), hangUp]),
  )
  const from: string[] = []
  for (const seed of [1, 1, 2]) {
    const { callSid } = await bench.emulator.scenarios.run("slips", { seed })
    const { body } = await bench.control(`/calls/${callSid}`)
    from.push(String(body.from))
  }
  expect(from[0]).toBe(from[1])
  expect(from[2]).not.toBe(from[0])
})

test("a run is over when the program has been told everything, also what a fault holds back", async () => {
  await start()
  const { routes } = bench.app
  const lead = routes["/pay"]
  const told: string[] = []
  routes["/pay"] = (received, response) => {
    if (typeof lead === "function") lead(received, new ServerResponse(new IncomingMessage(new Socket())))
    // Its answer takes its time, as a program's does that writes to a database.
    setTimeout(() => {
      told.push(received.params.Result ?? "")
      response.writeHead(204).end()
    }, 20)
  }
  bench.emulator.faults.add({
    on: "webhook",
    match: { kind: "payment", params: { Result: "*" } },
    do: { action: "after-end", ms: 1_000 },
  })
  const run = await bench.emulator.scenarios.run("visa", { seed: 7 })
  expect(run.trouble).toBe("")
  expect(told.at(-1)).toBe("success")
  const { timeline } = bench.emulator
  expect(timeline(run.callSid).at(-1)).toMatchObject({
    text: "POST /pay",
    answer: expect.stringMatching(/^204/),
  })
  expect(timeline("CA0")).toEqual([])
})

test("a caller who hears that it was wrong does not key the rest of it", async () => {
  await start()
  // Keys as slow as a person's (50 ms): the program asks anew before the next one.
  bench.emulator.clock.set({ speed: 0.02 })
  const run = await bench.emulator.scenarios.run("doubled-tone", { seed: 7, patienceMs: 8_000 })
  expect(run.trouble).toBe("")
})

test("what did not happen is said: never asked, another result", async () => {
  await start()
  const { scenarios } = bench.emulator
  bench.app.routes["/answered"] = "<Response/>"
  const unasked = await scenarios.run("visa", { patienceMs: 50 })
  expect(unasked).toMatchObject({ passed: false, results: [] })
  expect(unasked.trouble).toContain("being asked for payment-card-number did not happen within 50 ms")
  bench.app.routes["/pay"] = 204
  bench.app.routes["/answered"] = ({ params }, response) => {
    response.writeHead(200, { "content-type": "text/xml" }).end("<Response/>")
    const request = { idempotencyKey: "k", statusCallback: `${bench.app.url}/pay`, postalCode: false }
    void bench.client.calls(params.ParentCallSid ?? "").payments.create(request)
  }
  const unprompted = await scenarios.run("visa", { patienceMs: 500 })
  expect(unprompted.trouble).toContain(
    "the last payment session is open, asks for nothing and still requires payment-card-number, expiration-date",
  )
  startAutopilot(bench)
  scenarios.add(scenario("hopes", "Expects too much", [...card("4000000000000002"), ends("success")]))
  expect((await scenarios.run("hopes")).trouble).toBe("the result was payment-connector-error, not success")
})

test("a caller at menus: a key, a spoken answer, then the card, and nobody picks up", async () => {
  await start()
  Object.assign(bench.app.routes, {
    "/forward": `<Response><Gather numDigits="1" action="/menu"><Say>Press 1 to pay</Say></Gather></Response>`,
    "/menu": `<Response><Gather input="speech" action="/spoken"><Say>What for?</Say></Gather></Response>`,
    "/spoken": `<Response><Pay chargeAmount="3.00" postalCode="false" statusCallback="/told" action="/paid"/></Response>`,
    "/told": 204,
    "/paid": "<Response><Say>Paid</Say></Response>",
  })
  bench.emulator.scenarios.add(
    scenario("menus", "Pays at a menu", [
      presses("1"),
      says("the rent"),
      ...card("4242424242424242"),
      ends("success"),
    ]),
  )
  const run = await bench.emulator.scenarios.run("menus", { agent: false, patienceMs: 8_000 })
  expect(run.trouble).toBe("")
  expect(bench.app.at("/menu")[0]?.params.Digits).toBe("1")
  expect(bench.app.at("/spoken")[0]?.params.SpeechResult).toBe("the rent")
  expect(bench.app.at("/paid")[0]?.params.Result).toBe("success")
})

test("a call that the program has ended is not waited for", async () => {
  await start()
  bench.app.routes["/forward"] = "<Response><Say>Goodbye</Say></Response>"
  const run = await bench.emulator.scenarios.run("visa", { agent: false, patienceMs: 600_000 })
  expect(run.trouble).toBe(
    "being asked for payment-card-number did not happen: the call is completed, no payment session was opened",
  )
})

test("by HTTP: listed with descriptions, added, run, refused", async () => {
  await start()
  const { body } = await bench.control("/scenarios")
  expect(body.scenarios).toHaveLength(READY_SCENARIOS.length)
  const own = { name: "own", description: "Answers and leaves", steps: [{ do: "answer" }, { do: "hang-up" }] }
  expect((await bench.control("/scenarios", own)).status).toBe(201)
  expect(await bench.control("/scenarios/own/run", { seed: 3 })).toMatchObject({
    status: 200,
    body: { scenario: "own", seed: 3, passed: true },
  })
  expect((await bench.control("/scenarios/none/run", {})).status).toBe(404)
  expect((await bench.control("/scenarios", { ...own, steps: [{ do: "sing" }] })).status).toBe(400)
  expect((await bench.control("/scenarios/own/run", { sead: 3 })).status).toBe(400)
})
