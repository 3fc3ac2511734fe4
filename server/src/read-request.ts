// A screen's request as a command: the server adds who asks, when, and the terms (R5, R10).

import { randomUUID } from "node:crypto"
import type {
  AgentCommand,
  AttachCommand,
  Person,
  Request,
  RequestName,
  SupervisorCommand,
} from "@agentpay/core"
import type { Settings } from "./settings.ts"

export type RequestTerms = Pick<Settings, "currency" | "items" | "submitTimeoutMs" | "paymentTimeoutMs">
type Who = Pick<Person, "userId" | "role">
/** Attaching asks Twilio first: attach-call.ts. */
export type PlainRequest = Exclude<RequestName, "attach">
type ScreenCommand = AgentCommand | AttachCommand | SupervisorCommand
type ToCommand = {
  [N in PlainRequest]: (
    asked: Request<N>,
    from: { by: string; at: number },
    terms: RequestTerms,
    role: Person["role"],
  ) => ScreenCommand
}

const toCommand: ToCommand = {
  initiate: ({ callSid: _, ...typed }, from, { currency, items, paymentTimeoutMs }) => ({
    type: "OpenPayment",
    paymentId: randomUUID(),
    ...typed,
    currency,
    items,
    expireAfterMs: paymentTimeoutMs,
    ...from,
  }),
  update: ({ paymentId, item }, from) => ({ type: "AskItem", paymentId, item, ...from }),
  submit: ({ paymentId, attempt }, from, { submitTimeoutMs }) => ({
    type: "SubmitPayment",
    paymentId,
    attempt,
    timeoutMs: submitTimeoutMs,
    ...from,
  }),
  cancel: ({ paymentId }, from) => ({ type: "CancelPayment", paymentId, ...from }),
  retry: ({ paymentId, attempt }, from, { paymentTimeoutMs }) => ({
    type: "RetryPayment",
    paymentId,
    attempt,
    expireAfterMs: paymentTimeoutMs,
    ...from,
  }),
  clear: ({ paymentId }, from) => ({ type: "ClearPayment", paymentId, ...from }),
  release: (_asked, from) => ({ type: "ReleaseCall", ...from }),
  resolve: ({ paymentId, confirmationCode, seen, note }, from, _terms, role) => ({
    type: "ResolvePayment",
    paymentId,
    confirmationCode,
    seen,
    note,
    role,
    ...from,
  }),
  stop: ({ paymentId }, from, _terms, role) => ({ type: "StopPayment", paymentId, role, ...from }),
}

export function readRequest<N extends PlainRequest>(
  { userId, role }: Who,
  name: N,
  asked: Request<N>,
  terms: RequestTerms,
): ScreenCommand {
  return toCommand[name](asked, { by: userId, at: Date.now() }, terms, role)
}
