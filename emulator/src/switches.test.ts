// Every switch in every position: what comes of it differs, so none does nothing; and how they are read and set.
import { expect, test } from "vitest"
import { QUESTIONS, type QuestionName, readSwitches } from "./switches.ts"
import { startBench } from "./testing/bench.ts"
import { CALLS } from "./testing/switch-trials/calls.ts"
import { ENDINGS } from "./testing/switch-trials/endings.ts"
import { KEYED_ITEMS } from "./testing/switch-trials/keyed-items.ts"
import { PAYMENT_REQUESTS } from "./testing/switch-trials/payment-requests.ts"
import type { Trials } from "./testing/switch-trials/trial.ts"
import { WEBHOOKS } from "./testing/switch-trials/webhooks.ts"

const trials: Trials = { ...PAYMENT_REQUESTS, ...KEYED_ITEMS, ...ENDINGS, ...CALLS, ...WEBHOOKS }

const positions = (Object.keys(QUESTIONS) as QuestionName[]).flatMap((name) =>
  QUESTIONS[name].answers.map((answer) => [name, answer] as const),
)

test.each(positions)(
  "%s = %s",
  async (name, answer) => {
    const { run, gives } = trials[name]
    const expected: unknown = Object.entries(gives).find(([position]) => position === String(answer))?.[1]
    expect(await run({ [name]: answer })).toBe(expected)
  },
  20_000,
)

test("no switch does nothing", async () => {
  for (const name of Object.keys(QUESTIONS) as QuestionName[]) {
    const outcomes = Object.values<string>(trials[name].gives)
    expect(new Set(outcomes).size, name).toBe(QUESTIONS[name].answers.length)
  }
})

test("they are read, listed and set by HTTP; a wrong one says what could be", async () => {
  const bench = await startBench()
  const before = (await bench.control("/switches")).body.switches as { name: string; value: unknown }[]
  expect(before.map(({ name }) => name)).toEqual(Object.keys(QUESTIONS))
  const patch = async (body: object) => {
    const headers = { "content-type": "application/json" }
    const url = `${bench.emulator.url}/emulator/switches`
    const response = await fetch(url, { method: "PATCH", headers, body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
  expect((await patch({ "PCI mode": "off" })).status).toBe(200)
  expect(bench.emulator.switches["PCI mode"]).toBe("off")
  expect(await patch({ "PCI mode": "maybe" })).toMatchObject({
    status: 400,
    text: expect.stringContaining(`can be \\"on\\", \\"off\\", not \\"maybe\\"`),
  })
  expect((await patch({ "PCI mod": "on" })).text).toContain(
    'There is no switch \\"PCI mod\\": is \\"PCI mode\\" or \\"PCI mode off\\" or ',
  )
  expect((await patch({ "": 1 })).status).toBe(400)
  expect(() => readSwitches([])).toThrow("JSON object")
  await bench.close()
})
