// What one emulator process can carry: calls held at the same time, payments keyed on them, and what each costs.
//
//   npm run bench:emulator                      10,000 calls, 1,000 payments
//   npm run bench:emulator -- 2000 200          2,000 calls, 200 payments
//
// Loopback only, three processes (emulator, webhook server, this driver); ends by itself after 10 minutes at most.
import { type ChildProcess, spawn } from "node:child_process"
import http from "node:http"
import { fileURLToPath } from "node:url"
import { processCost } from "./process-cost.ts"

const [calls = 10_000, payments = 1_000] = process.argv.slice(2).map(Number)
if (!(calls > 0 && calls <= 20_000 && payments >= 0 && payments <= calls)) {
  throw new Error("usage: emulator-load.ts CALLS PAYMENTS, at most 20000 calls, no more payments than calls")
}
const AT_ONCE = 50
const NUMBER = "+15550001000"
const account = { sid: "AC00000000000000000000000000005051", token: "5051demo5051demo5051demo5051demo" }
const authorization = `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString("base64")}`
const children: ChildProcess[] = []
setTimeout(() => process.exit(1), 600_000).unref()
process.on("exit", () => {
  for (const child of children) child.kill()
})

/** Starts a program of this repository; resolves with its pid and the URL in its line "... on URL". */
function start(script: string, args: string[] = []): Promise<{ pid: number; url: string }> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] })
  children.push(child)
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${script} ended with code ${code} before it was ready`)))
    child.stdout.on("data", (chunk: Buffer) => {
      const url = /eady on (http:\S+)/.exec(String(chunk))?.[1]
      if (url) resolve({ pid: child.pid ?? 0, url })
    })
  })
}

const app = await start("voice-app.ts")
const emulator = await start("../emulator/src/main.ts", [
  "--port",
  "0",
  "--number",
  `${NUMBER}=${app.url}/voice`,
])
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE })

function post(path: string, body: string, type: string): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": type, authorization, "content-length": Buffer.byteLength(body) }
    const request = http.request(emulator.url + path, { method: "POST", agent, headers }, (response) => {
      let text = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        text += chunk
      })
      response.on("end", () => {
        if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text))
        else reject(new Error(`POST ${path}: ${response.statusCode} ${text}`))
      })
    })
    request.on("error", reject)
    request.end(body)
  })
}

const act = (path: string, body: object) =>
  post(`/emulator/calls${path}`, JSON.stringify(body), "application/json")
let key = 0
function ask(path: string, form: Record<string, string>) {
  const all = new URLSearchParams({ IdempotencyKey: `k${key++}`, StatusCallback: `${app.url}/pay`, ...form })
  const url = `/2010-04-01/Accounts/${account.sid}/Calls/${path}.json`
  return post(url, all.toString(), "application/x-www-form-urlencoded")
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  const worker = async () => {
    for (const item of rest) await run(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** Runs one phase and prints what each of its items cost the emulator. */
async function phase(name: string, items: number, run: () => Promise<void>): Promise<void> {
  const before = processCost(emulator.pid)
  const began = performance.now()
  await run()
  const seconds = (performance.now() - began) / 1000
  const after = processCost(emulator.pid)
  const each = (value: number) => (value / items).toFixed(2)
  console.log(
    `${name}: ${items} in ${seconds.toFixed(1)} s (${Math.round(items / seconds)}/s), ` +
      `${each(after.cpuMs - before.cpuMs)} ms of CPU and ${each((after.memoryMb - before.memoryMb) * 1024)} KB each; ` +
      `the process has ${Math.round(after.memoryMb)} MB`,
  )
}

// A page that watches belongs to the load.
http.get(`${emulator.url}/emulator/events`, (response) => response.resume())
const sids: string[] = []
const customers = Array.from({ length: calls }, (_, index) => `+1555${String(2_000_000 + index)}`)
await phase("calls placed and answered", calls, () =>
  inParallel(customers, async (from) => {
    const { callSid = "" } = await act("", { from, to: NUMBER })
    await act(`/${callSid}/answer`, {})
    sids.push(callSid)
  }),
)
const items = [
  ["payment-card-number", "4242424242424242"],
  ["expiration-date", "1240"],
  ["security-code", "123"],
] as const
await phase(`payments while ${calls} calls are held`, payments, () =>
  inParallel(sids.slice(0, payments), async (callSid) => {
    const { sid } = await ask(`${callSid}/Payments`, { ChargeAmount: "9.99", PostalCode: "false" })
    for (const [Capture, digits] of items) {
      await ask(`${callSid}/Payments/${sid}`, { Capture })
      await act(`/${callSid}/digits`, { digits })
    }
    await ask(`${callSid}/Payments/${sid}`, { Status: "complete" })
  }),
)
await phase("calls hung up", calls, () =>
  inParallel(sids, async (callSid) => {
    await act(`/${callSid}/hangup`, {})
  }),
)
// Finished calls must not add up: memory stays where it is, round after round.
for (let round = 1; round <= 5; round++) {
  await phase(`short calls, round ${round}`, calls, () =>
    inParallel(customers, async (from) => {
      const { callSid = "" } = await act("", { from, to: NUMBER })
      await act(`/${callSid}/hangup`, {})
    }),
  )
}
process.exit(0)
