// Connection overrides: time-outs and retries that a developer writes behind # in a webhook URL (facts 5.5).

type RetryPolicy = "4xx" | "5xx" | "ct" | "rt"

export type ConnectionOverrides = {
  connectTimeoutMs: number
  readTimeoutMs: number
  totalTimeoutMs: number
  retries: number
  policies: ReadonlySet<RetryPolicy>
  /** Whether the TLS handshake names the host. */
  sni: boolean
  /** What Twilio would not take, with its error code. */
  complaints: readonly { code: number; text: string }[]
}

const POLICIES: readonly RetryPolicy[] = ["4xx", "5xx", "ct", "rt"]

/** Where Twilio can send from. The emulator sends from here, whatever is asked for. */
const EDGES = ["ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla"]

function within(value: string | null, lowest: number, highest: number, fallback: number): number {
  if (value === null || !/^\d+$/.test(value)) return fallback
  return Math.min(highest, Math.max(lowest, Number(value)))
}

function list(written: string): string[] {
  return written.split(",").map((part) => part.trim().toLowerCase())
}

/** Reads `#ct=2000&rt=..&tt=..&rc=3&rp=all&e=dublin&sni=n`; what is absent or malformed has Twilio's default. */
export function readConnectionOverrides(url: string, retries = 1): ConnectionOverrides {
  const fragment = new URLSearchParams(new URL(url).hash.slice(1))
  const asked = list(fragment.get("rp") ?? "ct")
  const wrongPolicies = asked.filter(
    (policy) => policy !== "all" && !POLICIES.some((known) => known === policy),
  )
  const wrongEdges = list(fragment.get("e") ?? "ashburn").filter((edge) => !EDGES.includes(edge))
  return {
    connectTimeoutMs: within(fragment.get("ct"), 100, 10_000, 5_000),
    readTimeoutMs: within(fragment.get("rt"), 100, 15_000, 15_000),
    totalTimeoutMs: within(fragment.get("tt"), 100, 15_000, 15_000),
    retries: within(fragment.get("rc"), 0, 5, retries),
    policies: new Set(asked.includes("all") ? POLICIES : POLICIES.filter((policy) => asked.includes(policy))),
    sni: fragment.get("sni")?.toLowerCase() !== "n",
    complaints: [
      ...wrongEdges.map((edge) => ({ code: 11241, text: `#e=${edge} is no edge: ${EDGES.join(", ")}` })),
      ...wrongPolicies.map((policy) => ({
        code: 11243,
        text: `#rp=${policy} is no retry policy: ${POLICIES.join(", ")}, all`,
      })),
    ],
  }
}
