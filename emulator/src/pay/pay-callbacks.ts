// The bodies of payment status callbacks, phase by phase (facts 2.2, 2.3, 10.1). They carry no voice parameters.
import type { Switches } from "../switches.ts"
import type { FormParams } from "../webhook/signature.ts"
import type { GatewayRecord } from "./gateway.ts"
import { PARAMETER_OF, type PayItem } from "./pay-items.ts"
import type { PaySettings } from "./pay-settings.ts"

/** What every body of one session is made of. Dates are ISO 8601 with milliseconds (facts 2.1). */
export type PaySnapshot = {
  accountSid: string
  callSid: string
  sid: string
  statusCallback: string
  dateCreated: string
  dateUpdated: string
  settings: PaySettings
  /** Captured items as they may be shown, in the order they were captured. */
  shown: ReadonlyMap<PayItem, string>
  cardType: string
  required: readonly PayItem[]
}

/** A session's state as its bodies need it: times become ISO 8601. */
export function snapshotOf(
  session: Omit<PaySnapshot, "dateCreated" | "dateUpdated" | "cardType"> & {
    cardType: string | null
    createdAt: number
    updatedAt: number
  },
): PaySnapshot {
  const { accountSid, callSid, sid, statusCallback, settings, shown, required } = session
  return {
    accountSid,
    callSid,
    sid,
    statusCallback,
    settings,
    shown,
    required,
    cardType: session.cardType ?? "",
    dateCreated: new Date(session.createdAt).toISOString(),
    dateUpdated: new Date(session.updatedAt).toISOString(),
  }
}

export type CapturePhase = { capture: PayItem; partial: boolean; partialMask: string; errorType: string }

/** The start: 7 keys, as captured from real Twilio; no Required, no Capture, no Result. */
export function startBody(session: PaySnapshot): FormParams {
  const { settings } = session
  return [
    ["PaymentConnector", settings.paymentConnector],
    ["DateCreated", session.dateCreated],
    ["PaymentMethod", settings.paymentMethod],
    ["CallSid", session.callSid],
    ...(settings.chargeAmount === ""
      ? ([["TokenType", settings.tokenType]] as const)
      : ([["ChargeAmount", settings.chargeAmount]] as const)),
    ...(settings.paymentMethod === "ach-debit"
      ? ([["BankAccountType", settings.bankAccountType]] as const)
      : []),
    ["AccountSid", session.accountSid],
    ["Sid", session.sid],
  ]
}

/** The items captured so far, in the order they came. */
export function capturedFields(session: PaySnapshot): FormParams {
  const fields: FormParams = [...session.shown].map(([item, value]) => [PARAMETER_OF[item], value] as const)
  return session.shown.has("payment-card-number")
    ? [...fields, ["PaymentCardType", session.cardType]]
    : fields
}

/** While an item is asked for, keyed, captured or refused. Earlier items are repeated (facts 2.9). */
export function captureBody(session: PaySnapshot, phase: CapturePhase, switches: Switches): FormParams {
  const partialResult: FormParams = phase.partial
    ? [["PartialResult", "true"]]
    : switches["PartialResult on final item callback"] === "false"
      ? [["PartialResult", "false"]]
      : []
  const keying: FormParams =
    phase.partialMask === "" ? [] : [[PARAMETER_OF[phase.capture], phase.partialMask]]
  const required = session.required.join(",")
  return [
    ...startBody(session),
    ["DateUpdated", session.dateUpdated],
    ["Capture", phase.capture],
    ...partialResult,
    ...(phase.errorType === "" ? [] : ([["ErrorType", phase.errorType]] as const)),
    ...capturedFields(session).filter(([name]) => name !== keying[0]?.[0]),
    ...keying,
    ...(required === "" && switches["Required when empty"] === "omit"
      ? []
      : ([["Required", required]] as const)),
  ]
}

/** What the customer keyed, as it may be shown; the fields of the method that was not used are left out. */
export function instrumentFields(session: PaySnapshot): FormParams {
  const shown = (item: PayItem) => session.shown.get(item) ?? ""
  return session.settings.paymentMethod === "ach-debit"
    ? [
        ["BankRoutingNumber", shown("bank-routing-number")],
        ["BankAccountNumber", shown("bank-account-number")],
        ["BankAccountType", session.settings.bankAccountType],
      ]
    : [
        ["SecurityCode", shown("security-code")],
        ["PaymentCardType", session.cardType],
        ["PaymentCardNumber", shown("payment-card-number")],
        ["ExpirationDate", shown("expiration-date")],
        ...(session.settings.postalCode ? ([["PaymentCardPostalCode", shown("postal-code")]] as const) : []),
      ]
}

/** Why a gateway refused; nothing where it did not. */
export function refusalFields(record: GatewayRecord | null, switches: Switches): FormParams {
  if (record === null || record.payErrorCode === null) return []
  const plain = switches["PaymentError in webhooks"] === "as it is"
  return [
    ["PaymentError", plain ? record.error : encodeURIComponent(record.error)],
    ["PayErrorCode", String(record.payErrorCode)],
    ["ConnectorError", record.errorCode],
  ]
}

/** The end: the 13 captured keys, unused ones empty; a refusal adds its three (facts 2.3, 10.1). */
export function finalBody(
  session: PaySnapshot,
  result: string,
  record: GatewayRecord | null,
  switches: Switches,
): FormParams {
  return [
    ...instrumentFields(session),
    ["Sid", session.sid],
    ["PaymentConfirmationCode", record?.confirmationCode ?? ""],
    ["CallSid", session.callSid],
    ...(result === "" ? [] : ([["Result", result]] as const)),
    ["AccountSid", session.accountSid],
    ["ProfileId", record?.profileId ?? ""],
    ["DateUpdated", session.dateUpdated],
    ["PaymentToken", record?.token ?? ""],
    ["PaymentMethod", session.settings.paymentMethod],
    ...refusalFields(record, switches),
  ]
}
