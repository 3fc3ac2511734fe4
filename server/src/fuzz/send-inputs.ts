// Sends a stream of inputs, many at once, and measures what memory is left taken.
import { Agent, request } from "node:http"
import { connect } from "node:net"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import fc from "fast-check"
import type { HttpInput } from "./http-inputs.ts"

const AT_ONCE = 16
const BATCH = 500
/** A connection on which an answer takes longer is one that hangs. */
const ANSWER_WITHIN_MS = 30_000

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

/** What is taken after everything that can be freed was freed, bytes. */
export async function heapInUse(): Promise<number> {
  // Buffers and sockets are given back a turn after their owners.
  for (let round = 0; round < 3; round++) {
    collectGarbage()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return process.memoryUsage().heapUsed
}

/** The same seed draws the same inputs. @param send throws what is wrong with the answer to one */
export async function sendAll<T>(
  inputs: fc.Arbitrary<T>,
  { count, seed }: { count: number; seed: number },
  send: (input: T) => Promise<void>,
  eachBatch: (sent: number) => Promise<void> = async () => {},
): Promise<void> {
  for (let sent = 0; sent < count; sent += BATCH) {
    await eachBatch(sent)
    const batch = fc.sample(inputs, { seed: seed + sent, numRuns: Math.min(BATCH, count - sent) })
    const next = batch.values()
    const work = async () => {
      for (const input of next)
        await send(input).catch((cause) => {
          throw new Error(`FUZZ_SEED=${seed}, after ${sent}: ${JSON.stringify(input).slice(0, 3_000)}`, {
            cause,
          })
        })
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

const MOST_BODY = 65_536

/** @returns status and body */
export function exchange(base: string, input: HttpInput): Promise<{ status: number; text: string }> {
  const { method, path, headers, body } = input
  return new Promise((resolve, reject) => {
    const asked = request(base, { agent, method, path, headers, timeout: ANSWER_WITHIN_MS }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }))
      response.on("error", reject)
    })
    asked.on("timeout", () => asked.destroy(new Error("no answer")))
    asked.on("error", (error: NodeJS.ErrnoException) => {
      const hungUp = error.code === "ECONNRESET" || error.code === "EPIPE"
      // What is too large is refused before all of it was sent: the answer may be lost with the connection.
      if (hungUp && (body?.length ?? 0) > MOST_BODY) resolve({ status: 413, text: "" })
      // The server may let go of an idle connection in the moment in which it is used again.
      else if (hungUp && asked.reusedSocket) resolve(exchange(base, input))
      else reject(error)
    })
    asked.end(body)
  })
}

/** Writes the bytes, ends its side, and reads until the server hangs up. */
export function exchangeRaw(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1")
    let said = ""
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error("no end")))
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      said += chunk
    })
    // It may hang up before everything was written.
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(said) : reject(error),
    )
    socket.on("close", () => resolve(said))
    socket.end(bytes)
  })
}

export const closeConnections = (): void => agent.destroy()
