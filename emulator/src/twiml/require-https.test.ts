// https in PCI mode: the actions of <Pay> and <Gather>, and the switch.
import { afterEach, expect, test } from "vitest"
import type { Switches } from "../switches.ts"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

/** The codes in the diary of a call that runs `verb` and is hung up. */
async function codesOf(verb: string, switches: Partial<Switches>): Promise<(number | null)[]> {
  bench = await startBench({ "/forward": `<Response>${verb}</Response>` }, { switches })
  const call = await bench.emulator.call()
  await call.until(
    ({ status, payment, activity }) => status === "completed" || payment !== null || activity !== "",
  )
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number | null }[] }
  return entries.map(({ code }) => code)
}

const GATHER = `<Gather action="http://example.com/digits"/>`
const PAY = `<Pay chargeAmount="1" action="http://example.com/paid"/>`
const LOCAL = `<Gather action="http://localhost/digits"/>`

test.each<[string, number, Partial<Switches>, boolean]>([
  [GATHER, 13337, {}, true],
  [PAY, 64016, {}, true],
  [LOCAL, 13337, {}, false],
  [LOCAL, 13337, { "http URLs in PCI mode": "refuse" }, true],
  [PAY, 64016, { "http URLs in PCI mode": "allow" }, false],
  [GATHER, 13337, { "PCI mode": "off" }, false],
])("%s: %i with %o is %s", async (verb, code, switches, refused) => {
  expect((await codesOf(verb, switches)).includes(code)).toBe(refused)
})
