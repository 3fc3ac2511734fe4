// What every ledger keeps when its process is killed: shared by the tests of both engines.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect } from "vitest"
import type { Ledger } from "./ledger.ts"
import { notes } from "./ledger-samples.ts"

/** Starts a process that appends, lets `meanwhile` look at it, kills it with -9 and returns what it was told is stored. */
export async function killWhileAppending(args: string[], meanwhile = async () => {}): Promise<string[]> {
  const script = new URL("append-until-killed.ts", import.meta.url).pathname
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] })
  let printed = ""
  const enough = new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The child ended by itself, with code ${code}`)))
    // Reading goes on until the end: a closed pipe would end the child before the kill does.
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk
      if (printed.length > 20_000) resolve()
    })
  })
  try {
    await enough
    await meanwhile()
    expect(child.exitCode).toBeNull()
  } finally {
    child.kill("SIGKILL")
    if (child.exitCode === null && child.signalCode === null) await once(child, "close")
  }
  // The last line may be cut in the middle.
  return printed.split("\n").slice(0, -1)
}

/** Every acknowledged append is there with its effect, and no stream has a hole or half an append. */
export async function keptEverything(ledger: Ledger, acknowledged: string[]): Promise<void> {
  expect(acknowledged.length).toBeGreaterThan(1_000)
  const calls = await ledger.recentCalls({ limit: 1_000 })
  const stored = calls.flatMap((call) => notes(call))
  for (const call of calls) {
    expect(notes(call)).toEqual(Array.from({ length: call.version }, (_, i) => `${call.callSid} ${i + 1}`))
  }
  const effects = await ledger.takeDueEffects({ now: 1, leaseMs: 1, limit: 1_000_000 })
  expect(effects.map(({ id }) => id).toSorted()).toEqual(stored.toSorted())
  const kept = new Set(stored)
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
}
