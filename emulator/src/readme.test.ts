// What the README tells a stranger to type works as it stands: the curl lines, and the Python and Node.js ones where they can run.
import { execFile, execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import twilio from "twilio"
import { afterEach, expect, test } from "vitest"
import { demoAccount } from "./emulator.ts"
import { ADA, type Bench, CUSTOMER, startBench } from "./testing/bench.ts"

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8")
let bench: Bench

afterEach(() => bench?.close())

/** An emulator with the README's account, whose voice document asks for a card, and for outbound calls says something. */
async function start(): Promise<void> {
  bench = await startBench(
    { "/forward": `<Response><Pay chargeAmount="1" action="/paid"/></Response>` },
    { authToken: demoAccount.authToken, phones: { [ADA]: "Ada", [CUSTOMER]: "Customer" } },
  )
}

/** The example after `heading`, with the addresses of this emulator and this developer's server in it. */
function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(
    README.slice(README.indexOf("in three lines")),
  )
  if (!found?.[1]) throw new Error(`the README has no example in ${language}`)
  return found[1]
    .replaceAll("http://localhost:5051", bench.emulator.url)
    .replaceAll("http://localhost:3000/voice", `${bench.app.url}/forward`)
}

const run = promisify(execFile)

test("curl: a customer calls, keys a card, and Twilio's API lists the call", async () => {
  await start()
  const [place = "", key = "", list = ""] = example("sh").trim().split("\n")
  const shell = async (line: string) => JSON.parse((await run("sh", ["-c", `${line} -s`])).stdout)
  const { callSid } = await shell(place)
  expect(callSid).toMatch(/^CA[0-9a-f]{32}$/)
  await bench.until(callSid, ({ payment }) => payment?.capture === "payment-card-number")
  expect(await shell(key.replace("CA...", callSid))).toEqual({ callSid, keyed: 16 })
  const { payment } = await bench.view(callSid)
  expect(payment.captured.PaymentCardNumber).toBe("xxxxxxxxxxxx4242")
  expect((await shell(list)).calls).toMatchObject([{ sid: callSid, status: "in-progress" }])
})

const placed = async () => (await bench.client.calls.list({ to: CUSTOMER }))[0]

test("Node.js: the official client places a call", async () => {
  await start()
  const lines = example("js")
  await new Function("twilio", `return (async () => {${lines}})()`)(twilio)
  expect(await placed()).toMatchObject({ direction: "outbound-api" })
})

test("Python: the official client places a call", async (context) => {
  await start()
  const python = ["/usr/bin/python3", "python3"].find((each) => {
    try {
      execFileSync(each, ["-c", "import twilio"], { stdio: "ignore" })
      return true
    } catch {
      return false
    }
  })
  if (python === undefined)
    return context.skip("no Python with the package twilio: apt-get install python3-twilio")
  await run(python, ["-c", `from twilio.rest import Client\n${example("python")}`])
  expect(await placed()).toMatchObject({ direction: "outbound-api" })
})
