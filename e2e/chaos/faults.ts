// Which faults of Twilio are on while the storm lasts, each drawn by the emulator from a seed.

/** Rules of the emulator's fault language (its docs say each). `at` scales how often they strike. */
export function storm(seed: number, at: number): object[] {
  let next = seed
  const often = (probability: number) => ({ probability: probability * at, seed: next++ % 4_294_967_295 })
  const payment = { kind: "payment" }
  return [
    { id: "callback-dropped", on: "webhook", match: payment, do: { action: "drop" }, ...often(0.01) },
    {
      id: "callback-doubled",
      on: "webhook",
      match: payment,
      do: { action: "double", copies: 2, ms: 50 },
      ...often(0.05),
    },
    {
      id: "callback-delayed",
      on: "webhook",
      match: payment,
      do: { action: "delay", ms: 800 },
      ...often(0.02),
    },
    {
      id: "callback-reordered",
      on: "webhook",
      match: payment,
      do: { action: "swap", ms: 1_000 },
      ...often(0.02),
    },
    { id: "callback-late", on: "webhook", match: payment, do: { action: "late", ms: 4_000 }, ...often(0.01) },
    {
      id: "callback-after-end",
      on: "webhook",
      match: payment,
      do: { action: "after-end", ms: 500 },
      ...often(0.005),
    },
    {
      id: "call-status-dropped",
      on: "webhook",
      match: { kind: "status" },
      do: { action: "drop" },
      ...often(0.03),
    },
    { id: "connection-refused", on: "connection", match: {}, do: { action: "refuse" }, ...often(0.01) },
    {
      id: "answer-to-callback-lost",
      on: "connection",
      match: payment,
      do: { action: "lose-answer" },
      ...often(0.005),
    },
    { id: "rest-429", on: "rest", match: {}, do: { action: "status", status: 429 }, ...often(0.03) },
    {
      id: "rest-500-before",
      on: "rest",
      match: {},
      do: { action: "status", status: 500, work: "before" },
      ...often(0.01),
    },
    {
      id: "rest-503-after",
      on: "rest",
      match: {},
      do: { action: "status", status: 503, work: "after" },
      ...often(0.02),
    },
    { id: "rest-cut-before", on: "rest", match: {}, do: { action: "cut", work: "before" }, ...often(0.01) },
    { id: "rest-cut-after", on: "rest", match: {}, do: { action: "cut", work: "after" }, ...often(0.02) },
    { id: "rest-slow", on: "rest", match: {}, do: { action: "slow", ms: 1_500 }, ...often(0.03) },
    { id: "gateway-slow", on: "gateway", match: {}, do: { action: "slow", ms: 4_000 }, ...often(0.05) },
    { id: "gateway-answers-twice", on: "gateway", match: {}, do: { action: "answer-twice" }, ...often(0.05) },
    { id: "gateway-answer-lost", on: "gateway", match: {}, do: { action: "lose-answer" }, ...often(0.02) },
    { id: "gateway-silent", on: "gateway", match: {}, do: { action: "silence" }, ...often(0.02) },
    { id: "gateway-unavailable", on: "gateway", match: {}, do: { action: "unavailable" }, ...often(0.01) },
  ]
}

export async function setFaults(phonesUrl: string, rules: readonly object[]): Promise<void> {
  for (const rule of rules) {
    const headers = { "content-type": "application/json" }
    const answer = await fetch(`${phonesUrl}/emulator/faults`, {
      method: "POST",
      headers,
      body: JSON.stringify(rule),
    })
    if (!answer.ok) throw new Error(`fault ${JSON.stringify(rule)}: ${await answer.text()}`)
  }
}

/** Takes all faults back. @returns how often each has struck */
export async function endFaults(phonesUrl: string): Promise<Record<string, number>> {
  const listed = await fetch(`${phonesUrl}/emulator/faults`)
  const { faults } = (await listed.json()) as { faults: { id: string; struck: number }[] }
  await fetch(`${phonesUrl}/emulator/faults`, { method: "DELETE" })
  return Object.fromEntries(faults.map(({ id, struck }) => [id, struck]))
}
