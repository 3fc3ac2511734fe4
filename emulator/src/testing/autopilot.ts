// For tests: a developer's program with an agent who prompts for item after item, and tries again as people do.
import type { Bench } from "./bench.ts"
import type { Received } from "./customer-app.ts"

/** Makes the bench's app open a payment when an agent has picked up, and lead it to its end. */
export function startAutopilot(bench: Bench): void {
  const statusCallback = `${bench.app.url}/pay`
  const newest = new Map<string, string>()
  const ended = new Set<string>()
  let count = 0
  const key = () => ({ idempotencyKey: `auto-${count++}`, statusCallback })
  // A call that ended meanwhile refuses: there is nobody left to ask.
  const ignore = () => {}

  async function open(callSid: string): Promise<void> {
    const request = { ...key(), chargeAmount: 5, postalCode: false, timeout: 5 }
    const { sid } = await bench.client.calls(callSid).payments.create(request)
    await bench.client
      .calls(callSid)
      .payments(sid)
      .update({ ...key(), capture: "payment-card-number" })
  }

  function lead({ params }: Received): void {
    const {
      CallSid = "",
      Sid = "",
      Required,
      PartialResult,
      ErrorType,
      Capture,
      Result,
      DateUpdated = "",
    } = params
    if (ended.has(Sid)) return
    if (Result !== undefined) {
      ended.add(Sid)
      const again = ["payment-connector-error", "caller-interrupted-with-star"].includes(Result)
      if (again && ended.size === 1) void open(CallSid).catch(ignore)
      return
    }
    const old = DateUpdated < (newest.get(Sid) ?? "")
    if (old || PartialResult !== "false") return
    newest.set(Sid, DateUpdated)
    const payment = bench.client.calls(CallSid).payments(Sid)
    const next = ErrorType ? Capture : Required?.split(",")[0]
    const change = next ? { capture: next as "security-code" } : { status: "complete" as const }
    void payment.update({ ...key(), ...change }).catch(ignore)
  }

  bench.app.routes["/answered"] = ({ params }, response) => {
    response.writeHead(200, { "content-type": "text/xml" }).end("<Response/>")
    setImmediate(() => void open(params.ParentCallSid ?? "").catch(ignore))
  }
  bench.app.routes["/pay"] = (received, response) => {
    response.writeHead(204).end()
    lead(received)
  }
}
