// What the audit log says of a screen's request.
import type { AuditAction, AuditNote, Reply, RequestName } from "@agentpay/core"

const actions: Record<RequestName, AuditAction> = {
  initiate: "payment-opened",
  update: "item-asked",
  submit: "payment-submitted",
  cancel: "payment-cancelled",
  retry: "payment-retried",
  clear: "payment-cleared",
  resolve: "payment-resolved",
  stop: "payment-stopped",
  attach: "call-attached",
  release: "call-released",
}

/** What helps to find the payment; what people typed stays in the ledger. */
const told = ["paymentId", "attempt", "item"] as const

/** @param asked as it came, perhaps not even understood @param reply null when the session had ended or was locked */
export function commandNote(
  from: { who: string; address: string },
  name: RequestName,
  asked: unknown,
  reply: Reply | null,
): AuditNote {
  const given = (typeof asked === "object" && asked !== null ? asked : {}) as Record<string, unknown>
  const detail: NonNullable<AuditNote["detail"]> = {}
  for (const key of told) {
    const value = given[key]
    if (typeof value === "string" || typeof value === "number") detail[key] = value
  }
  if (!reply?.ok) detail.refusal = reply?.refusal.code ?? "session-over"
  const subject = typeof given.callSid === "string" ? given.callSid : null
  const away = reply?.ok === false && /^(database-away|try-again)$/.test(reply.refusal.code)
  return {
    ...from,
    action: actions[name],
    subject,
    result: reply?.ok ? "done" : away ? "failed" : "refused",
    detail,
  }
}
