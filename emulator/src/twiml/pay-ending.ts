// How a <Pay> ended, and what its action URL is told of it (facts 4.8, 2.8).
import type { GatewayRecord } from "../pay/gateway.ts"
import { instrumentFields, type PaySnapshot, refusalFields } from "../pay/pay-callbacks.ts"
import type { Switches } from "../switches.ts"
import type { FormParams } from "../webhook/signature.ts"

export type PayEnding = {
  now: PaySnapshot
  result: string
  record: GatewayRecord | null
  /** The last mistake, where the customer made too many. */
  paymentError: string
}

/** Action parameters of a session that was opened: Result, the masked item, codes and tokens. */
export function endingParams(
  { now, result, record, paymentError }: PayEnding,
  switches: Switches,
): FormParams {
  const refusal = refusalFields(record, switches)
  const own = Object.entries(record?.parameters ?? {})
  return [
    ["Result", result],
    ["PaymentMethod", now.settings.paymentMethod],
    ...instrumentFields(now),
    ["PaymentConfirmationCode", record?.confirmationCode ?? ""],
    ["PaymentToken", record?.token ?? ""],
    ["ProfileId", record?.profileId ?? ""],
    ...own.map(([name, value]) => [`PayConnector_${name}`, value] as const),
    ...(refusal.length > 0 || paymentError === "" ? refusal : [["PaymentError", paymentError] as const]),
  ]
}

/** Action parameters where attributes were wrong, or no session could be opened. */
export function refusedParams(code: number, message: string): FormParams {
  return [
    ["Result", "validation-error"],
    ["PaymentError", message],
    ["PayErrorCode", String(code)],
    ["PaymentConfirmationCode", ""],
    ["PaymentToken", ""],
    ["ProfileId", ""],
  ]
}
