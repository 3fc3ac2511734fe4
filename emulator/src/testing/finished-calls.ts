// What calls that are over leave behind in an emulator: the heap after a collection, ten times on the way.
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createEmulator } from "../index.ts"

const total = Number(process.argv[2] ?? 10_000)
const AT_ONCE = 100

const app = createServer((request, response) => {
  request.resume()
  request.on("end", () =>
    response.setHeader("content-type", "text/xml").end("<Response><Reject/></Response>"),
  )
})
await once(app.listen(0, "127.0.0.1"), "listening")
const { port } = app.address() as AddressInfo
const emulator = await createEmulator({
  port: 0,
  numbers: { "+15550001000": `http://127.0.0.1:${port}/voice` },
})

function heap(): string {
  if (!globalThis.gc) throw new Error("run it with node --expose-gc")
  globalThis.gc()
  return `${(process.memoryUsage().heapUsed / 1e6).toFixed(1)} MB`
}

async function oneCall(): Promise<void> {
  const call = await emulator.call()
  await call.until(({ endedAt }) => endedAt !== null, 60_000)
}

console.log(`no call: ${heap()}`)
for (let done = AT_ONCE; done <= total; done += AT_ONCE) {
  await Promise.all(Array.from({ length: AT_ONCE }, oneCall))
  if (done % Math.ceil(total / 10) === 0) console.log(`${done} calls over: ${heap()}`)
}
process.exit(0)
