// The process: its settings, its last start line, its refusals and its quick end.
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import https from "node:https"
import net from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { generate } from "selfsigned"
import { afterEach, expect, test } from "vitest"
import { deferred } from "./deferred.ts"
import { readSettings } from "./settings.ts"

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url))
let children: ChildProcess[] = []

function run(environment: Record<string, string>, words: string[] = []) {
  const started = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, EMULATOR_PORT: "0", ...environment },
  })
  children.push(started)
  let output = ""
  const ended = new Promise<number | null>((resolve) => started.on("close", resolve))
  const ready = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const line = /Emulator is ready on (http:\/\/localhost:\d+)\n$/.exec(output)
      if (line?.[1]) resolve(line[1])
    }
    started.stdout.on("data", read)
    started.stderr.on("data", read)
  })
  return { started, ended, ready, output: () => output }
}

afterEach(() => {
  for (const child of children) child.kill("SIGKILL")
  children = []
})

test.each(["SIGTERM", "SIGINT"] as const)(
  "starts, serves, and stops on %s in under a second",
  async (signal) => {
    const { started, ended, ready } = run({ EMULATOR_PHONES: "+15550001001=Ada" })
    const url = await ready
    const stream = await fetch(`${url}/emulator/events`)
    expect(stream.status).toBe(200)
    const began = performance.now()
    started.kill(signal)
    expect(await ended).toBe(0)
    expect(performance.now() - began).toBeLessThan(1000)
    await stream.body?.cancel().catch(() => {})
  },
)

test("ends with the program that forked it, also when that is killed", async () => {
  const parent = `require("node:child_process").fork(${JSON.stringify(MAIN)}, { env: { EMULATOR_PORT: "0" } })`
  const started = spawn(process.execPath, ["-e", parent])
  children.push(started)
  // Both write to the same pipes, which close when both have ended.
  const bothEnded = new Promise((resolve) => started.on("close", resolve))
  let said = ""
  const ready = new Promise((resolve) => {
    started.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes("Emulator is ready")) resolve(null)
    })
  })
  await ready
  started.kill("SIGKILL")
  await bothEnded
})

test("--ca is trusted when a webhook is https", async () => {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  })
  const folder = await mkdtemp(join(tmpdir(), "emulator-ca-"))
  await writeFile(join(folder, "ca.pem"), cert)
  const asked = deferred<null>()
  const server = https.createServer({ cert, key }, (_request, response) => {
    asked.resolve(null)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  const { port } = server.address() as net.AddressInfo
  const words = ["--ca", join(folder, "ca.pem"), "--number", `+15550002000=https://localhost:${port}/voice`]
  const { ready } = run({}, words)
  const body = JSON.stringify({ from: "+15551230001", to: "+15550002000" })
  const headers = { "content-type": "application/json" }
  expect((await fetch(`${await ready}/emulator/calls`, { method: "POST", headers, body })).status).toBe(201)
  await asked.promise
  server.close()
  const wrong = run({}, ["--ca", MAIN])
  expect(await wrong.ended).toBe(1)
  expect(wrong.output()).toBe(
    `${MAIN} must be a file with certificates (PEM): "-----BEGIN CERTIFICATE-----".\n`,
  )
  await rm(folder, { recursive: true })
})

test("a taken port ends it with one line that says what to change", async () => {
  const other = net.createServer().listen(0, "localhost")
  await new Promise((resolve) => other.once("listening", resolve))
  const { port } = other.address() as net.AddressInfo
  const { ended, output } = run({ EMULATOR_PORT: String(port) })
  expect(await ended).toBe(1)
  expect(output()).toBe(
    `Port ${port} is taken: stop what listens there, or choose another with --port or EMULATOR_PORT.\n`,
  )
  other.close()
})

test("run plays a scenario, prints how it went and ends; a wrong name is told the right ones", async () => {
  const words = ["run", "visa", "--number", "+15550002000=http://127.0.0.1:9/voice"]
  const { ended, output } = run({}, words)
  expect(await ended).toBe(1)
  expect(output()).toMatch(/"passed": false/)
  expect(output()).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} Twilio > your server: POST \/voice\n {4}.*\n {4}answer: No answer: /m,
  )
  const folder = await mkdtemp(join(tmpdir(), "emulator-scenarios-"))
  const file = join(folder, "emulator.json")
  const scenarios = [{ name: "mine", description: "Hangs up at once", steps: [{ do: "hang-up" }] }]
  await writeFile(file, JSON.stringify({ scenarios }))
  const mine = run({}, ["run", "mine", "--no-agent", "--config", file])
  expect(await mine.ended).toBe(0)
  expect(mine.output()).toContain('"scenario": "mine"')
  await rm(folder, { recursive: true })
  const other = run({}, ["run", "nobody"])
  expect(await other.ended).toBe(1)
  expect(other.output()).toContain('There is no scenario "nobody": there is')
})

test("a wrong setting ends it with one line", async () => {
  const { ended, output } = run({ EMULATOR_ACCOUNT_SID: "AC1" })
  expect(await ended).toBe(1)
  expect(output()).toBe(`EMULATOR_ACCOUNT_SID="AC1" is not usable: set it to AC and 32 hex digits.\n`)
})

test("settings have the demo's defaults, and name what is wrong", () => {
  expect(readSettings({ EMULATOR_PORT: "" })).toMatchObject({
    port: 5051,
    sid: "AC00000000000000000000000000005051",
    numbers: { "+15550001000": "http://localhost:5050/forward" },
    phones: {},
  })
  expect(readSettings({ EMULATOR_PHONES: "+15550001001=Ada, +15550001002" }).phones).toEqual({
    "+15550001001": "Ada",
    "+15550001002": "",
  })
  expect(() => readSettings({ EMULATOR_PORT: "70000" })).toThrow("EMULATOR_PORT")
  expect(() => readSettings({ EMULATOR_NUMBER: "5550001000" })).toThrow("a phone number like +15550001000")
  expect(() => readSettings({ EMULATOR_VOICE_URL: "localhost" })).toThrow("EMULATOR_VOICE_URL")
  expect(() => readSettings({ EMULATOR_PHONES: "Ada" })).toThrow("EMULATOR_PHONES")
})

test("switches and Stripe's test mode are set by environment; a live key is refused unsaid", () => {
  const settings = readSettings({ EMULATOR_SWITCHES: '{"PCI mode": "off"}', STRIPE_SECRET_KEY: "sk_test_1" })
  expect(settings.switches).toEqual({ "PCI mode": "off" })
  expect(settings.connectors).toMatchObject({ Stripe: { kind: "stripe", secretKey: "sk_test_1" } })
  expect(() => readSettings({ EMULATOR_SWITCHES: "{" })).toThrow("EMULATOR_SWITCHES is not usable")
  expect(() => readSettings({ EMULATOR_SWITCHES: '{"PCI mode": 1}' })).toThrow('can be "on", "off"')
  const own = { EMULATOR_STRIPE_SECRET_KEY: "sk_test_2", STRIPE_SECRET_KEY: "rk_live_secret" }
  expect(readSettings(own).connectors).toMatchObject({ Stripe: { secretKey: "sk_test_2" } })
  const live = () => readSettings({ STRIPE_SECRET_KEY: "sk_live_secret" })
  expect(live).toThrow("Stripe's test mode")
  expect(live).not.toThrow("sk_live_secret")
})
