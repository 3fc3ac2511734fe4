// The gateway's own record, spoken as Stripe's API, so that the servers can look up what nobody told them.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { type Charge, charges } from "../caller.ts"

export interface GatewayRecord {
  url: string
  /** All that it ever held. */
  charges(): Promise<Charge[]>
  close(): void
}

/** The emulator's gateway remembers its last thousand: looked at so often, none is missed. */
const LOOK_EVERY_MS = 2_000

/** @param phonesUrl known only after the emulator has started */
export async function startGatewayRecord(phonesUrl: () => string): Promise<GatewayRecord> {
  const kept = new Map<string, Charge>()
  async function look(): Promise<Charge[]> {
    for (const charge of await charges(phonesUrl())) kept.set(charge.id, charge)
    return [...kept.values()]
  }
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS)
  const server = createServer((request, response) => {
    void answer(request.url ?? "").then(
      (body) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body)),
      () => response.writeHead(503).end("{}"),
    )
  })
  async function answer(url: string): Promise<object> {
    const data = (await look()).filter(({ kind }) => kind === "charge").map(toStripe)
    return { object: "list", url, has_more: false, data }
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    charges: look,
    close() {
      clearInterval(timer)
      server.close()
    },
  }
}

function toStripe(charge: Charge & { description?: string; time?: string }): object {
  const paid = charge.result === "succeeded"
  return {
    object: "charge",
    id: charge.id,
    amount: Math.round(Number(charge.amount) * 100),
    currency: charge.currency.toLowerCase(),
    description: charge.description ?? "",
    created: Math.floor(Date.parse(charge.time ?? "") / 1000),
    paid,
    captured: paid,
    amount_refunded: 0,
    metadata: {},
    status: paid ? "succeeded" : "failed",
    failure_message: paid ? null : "Your card was declined.",
    failure_code: paid ? null : "card_declined",
  }
}
