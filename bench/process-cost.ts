// What another process on this machine has cost so far (Linux: /proc).
import { readFileSync } from "node:fs"

const TICK_MS = 10

/** CPU in milliseconds (user and system) and resident memory in megabytes of the process `pid`. */
export function processCost(pid: number): { cpuMs: number; memoryMb: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, memoryMb: kilobytes / 1024 }
}
