// Any document may be answered: it runs, ends in one of Twilio's error codes, or waits; the emulator lives on.
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"
import { OURS, odd, PATIENCE, RUNS } from "../testing/fuzz-inputs.ts"
import { parseTwiml } from "../twiml/parse-twiml.ts"
import { ATTRIBUTES } from "../twiml/schema.ts"

const ENDS = ["completed", "busy", "no-answer", "failed", "canceled"]
const VALUES = ["1", "-5", "1e9", "GET", "#", "javascript:1", "", "/x", "nan", "true", "dtmf speech", "9.99"]

let bench: Bench
let document = ""
let faults: string[] = []

beforeAll(async () => {
  const routes = {
    "/forward": (_request: unknown, response: import("node:http").ServerResponse) =>
      void response.writeHead(200, { "content-type": "text/xml" }).end(document),
  }
  bench = await startBench(routes, {
    onEntry({ level, code, text }) {
      const known = code !== null && code > 11_000
      const words = text.replace(document, "")
      if (level === "error" && (!known || OURS.test(words))) faults.push(`${code}: ${words}`)
    },
  })
})

afterAll(() => bench.close())

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const text = fc.oneof(fc.string(), fc.constantFrom("+15550001001", "desk", "/x", "sip:ada@example.com"))

/** Known elements at odd places, with attributes of their own and odd values. */
const twiml = fc.letrec<{ node: string }>((tie) => ({
  node: fc.constantFrom(...Object.keys(ATTRIBUTES), "Odd").chain((name) => {
    const own = (ATTRIBUTES[name] ?? "").split(" ").filter((attribute) => attribute !== "")
    const written = fc.dictionary(
      fc.constantFrom(...own, "odd"),
      fc.oneof(fc.constantFrom(...VALUES), fc.string()),
      { maxKeys: 4 },
    )
    const inner = fc.oneof({ maxDepth: 2 }, text.map(escaped), tie("node"))
    return fc.tuple(written, inner).map(([attributes, content]) => {
      const shown = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
      return `<${name}${shown.join("")}>${content}</${name}>`
    })
  }),
}))

/** Sometimes cut off. */
const documents = fc
  .tuple(fc.array(twiml.node, { maxLength: 3 }), fc.constantFrom(0, 0, 0, 3))
  .map(([nodes, cut]) => `<Response>${nodes.join("")}</Response>`.slice(0, cut === 0 ? undefined : -cut))

test("parsing answers verbs, or Twilio's 12100", () => {
  fc.assert(
    fc.property(fc.oneof(documents, odd), (xml) => {
      const parsed = parseTwiml(xml)
      expect(parsed.ok || (parsed.code === 12100 && parsed.text !== "")).toBe(true)
    }),
    RUNS,
  )
})

test(
  "a call that runs it is keyed to, spoken to, and ends",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(documents, odd), async (xml) => {
        document = xml
        faults = []
        bench.app.received.length = 0
        const callSid = await bench.call("+15551239999")
        await bench.app.waitFor("/forward")
        for (const [path, body] of [
          ["digits", { digits: "1#" }],
          ["speech", { words: "one two" }],
          ["hangup", {}],
        ] as const) {
          await bench.control(`/calls/${callSid}/${path}`, body)
        }
        const { status } = await bench.until(callSid, (call) => ENDS.includes(call.status))
        expect(ENDS).toContain(status)
        expect(faults).toEqual([])
      }),
      RUNS,
    )
  },
  PATIENCE,
)
