// A local endpoint that answers GET /v1/charges as Stripe documents it: newest first, in pages, filtered by `created[lte]`.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface ChargeForTests {
  id: string
  /** Epoch seconds. */
  created: number
  amount: number
  currency: string
  status: "succeeded" | "pending" | "failed"
  captured: boolean
  amount_refunded: number
  description: string | null
  metadata: Record<string, string>
  failure_message: string | null
  failure_code: string | null
}

let count = 0
/** A charge of 12.50 USD, taken just now. */
export const charge = (changes: Partial<ChargeForTests> = {}): ChargeForTests => ({
  ...{ id: `ch_${++count}`, created: Math.floor(Date.now() / 1000), amount: 1_250, currency: "usd" },
  ...{ status: "succeeded", captured: true, amount_refunded: 0, description: null, metadata: {} },
  ...{ failure_message: null, failure_code: null },
  ...changes,
})

export type StripeForTests = Awaited<ReturnType<typeof startStripeForTests>>

export async function startStripeForTests() {
  const charges: ChargeForTests[] = []
  /** What is asked next is answered with these statuses, one each ("never": not at all); after that everything is well. */
  const faults: (number | "never")[] = []
  const asked: { key: string; query: URLSearchParams }[] = []

  const server = createServer((request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? "", "http://localhost")
    asked.push({ key: (request.headers.authorization ?? "").replace("Bearer ", ""), query })
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
    const fault = faults.shift()
    if (fault === "never") return
    if (fault) return answer(fault, { error: { type: "api_error", message: "Oops" } })
    if (pathname !== "/v1/charges") return answer(404, { error: { type: "invalid_request_error" } })
    const until = Number(query.get("created[lte]") ?? Number.POSITIVE_INFINITY)
    const all = charges.filter(({ created }) => created <= until).sort((a, b) => b.created - a.created)
    const from = all.findIndex(({ id }) => id === query.get("starting_after")) + 1
    const limit = Number(query.get("limit") ?? 10)
    const data = all.slice(from, from + limit)
    answer(200, { object: "list", url: "/v1/charges", data, has_more: from + limit < all.length })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    charges,
    faults,
    asked,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
