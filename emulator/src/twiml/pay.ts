// <Pay>: asks the customer for each item by itself, on the same engine as the Payments API (facts 4.8, 2.10).
import { Interrupted, sleep, unlessInterrupted } from "../clock.ts"
import { deferred } from "../deferred.ts"
import { postInOrder } from "../pay/call-back-in-order.ts"
import { capturedFields } from "../pay/pay-callbacks.ts"
import type { PayItem } from "../pay/pay-items.ts"
import { PaySession } from "../pay/pay-session.ts"
import type { PayListener } from "../pay/pay-surroundings.ts"
import type { PayStep } from "../pay/pay-words.ts"
import { TwilioError } from "../rest/twilio-error.ts"
import type { FormParams } from "../webhook/signature.ts"
import { leadOn, readAction } from "./action.ts"
import { methodAttribute, numberAttribute } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { type PayAttributes, readPayAttributes } from "./pay-attributes.ts"
import { endingParams, type PayEnding, refusedParams } from "./pay-ending.ts"
import { sayPrompt } from "./pay-prompts.ts"
import { requireHttps } from "./require-https.ts"
import { complain, goTo, type Next, type Stage } from "./stage.ts"

/** PAYDOC: after a time-out PaymentError names the item by the error that it would have had. */
const ERROR_OF: Readonly<Record<PayItem, string>> = {
  "payment-card-number": "invalid-card-number",
  "expiration-date": "invalid-date",
  "security-code": "invalid-security-code",
  "postal-code": "invalid-postal-code",
  "bank-routing-number": "invalid-bank-routing-number",
  "bank-account-number": "invalid-bank-account-number",
  "payment-card-number-matcher": "input-matching-failed",
  "expiration-date-matcher": "input-matching-failed",
  "security-code-matcher": "input-matching-failed",
  "postal-code-matcher": "input-matching-failed",
  "bank-routing-number-matcher": "input-matching-failed",
  "bank-account-number-matcher": "input-matching-failed",
}

/** Hears a session: what became of the item asked for, that a key was pressed, that it was submitted, and the end. */
function listenTo() {
  const confirmed = new AbortController()
  let outcome = deferred<string>()
  let keyed = new AbortController()
  const ended = deferred<Omit<PayEnding, "paymentError">>()
  const listener: PayListener = {
    started() {},
    captured(_now, phase) {
      if (!phase.partial) outcome.resolve(phase.errorType)
      if (!phase.partial || phase.partialMask !== "") keyed.abort()
    },
    submitted: () => confirmed.abort(),
    ended(now, result, record) {
      keyed.abort()
      confirmed.abort()
      outcome.resolve("")
      ended.resolve({ now, result, record })
    },
  }
  return {
    listener,
    ended: ended.promise,
    /** Aborts when nothing is left to be confirmed: submitted, or over. */
    confirmed: confirmed.signal,
    /** To be called before an item is asked for: its ErrorType, empty when captured; and its first key. */
    nextItem() {
      outcome = deferred()
      keyed = new AbortController()
      return { outcome: outcome.promise, keyed: keyed.signal }
    },
  }
}

/** Waits for what something else may cut short, e.g. a key; throws Interrupted only where `signal` has aborted. */
async function unlessStopped(signal: AbortSignal, waiting: Promise<void>): Promise<void> {
  await waiting.catch((error) => {
    if (!(error instanceof Interrupted) || signal.aborted) throw error
  })
}

type Tell = (params: FormParams) => void

/** Posts to the status callback: the step, the attempt, the mistake before it, and what was captured so far. */
function statusCallback(stage: Stage, node: TwimlNode): Tell {
  const post = postInOrder(stage.world)
  const written = node.attributes.statusCallback
  const target = written
    ? goTo(stage, written, methodAttribute(node, "statusCallbackMethod"), "<Pay statusCallback>")
    : null
  return (params: FormParams) => {
    if (!target) return
    const who = [["AccountSid", stage.world.account.sid] as const, ["CallSid", stage.call.sid] as const]
    post(stage.call.sid, target.url, [...who, ...params], target.method)
  }
}

function mostAttempts(stage: Stage, node: TwimlNode): number {
  const limits = { fallback: 1, lowest: 1, highest: 3 }
  const written = numberAttribute(node, "maxAttempts", limits, complain(stage))
  return stage.world.switches["maxAttempts of <Pay>"] === "retries" ? written + 1 : written
}

async function collect(
  stage: Stage,
  node: TwimlNode,
  session: PaySession,
  ear: ReturnType<typeof listenTo>,
  tell: Tell,
): Promise<string> {
  const { signal } = stage
  const most = mostAttempts(stage, node)
  const announce = (step: PayStep, errorType: string, attempt: number) =>
    tell([
      ["For", step],
      ...(errorType === "" ? [] : [["ErrorType", errorType] as const]),
      ["Attempt", String(attempt)],
      ...capturedFields(session.snapshot()),
    ])
  const say = (step: PayStep, errorType: string, attempt: number, until: AbortSignal) =>
    sayPrompt(
      stage,
      node,
      session.settings.language,
      { step, errorType, attempt, cardType: session.cardType ?? "" },
      until,
    )

  const attempts = new Map<PayItem, number>()
  let errorType = ""
  for (let item = session.required[0]; item; item = session.required[0]) {
    const attempt = (attempts.get(item) ?? 0) + 1
    attempts.set(item, attempt)
    if (attempt > most) {
      session.giveUp("too-many-failed-attempts")
      return errorType === "input-timeout" ? ERROR_OF[item] : errorType
    }
    announce(item, errorType, attempt)
    const asked = ear.nextItem()
    session.capture(item)
    await unlessStopped(signal, say(item, errorType, attempt, AbortSignal.any([signal, asked.keyed])))
    session.awaitFirstDigit()
    errorType = await unlessInterrupted(signal, asked.outcome)
    if (session.state !== "open") return ""
  }
  session.complete()
  for (let attempt = 1; session.confirming; attempt++) {
    if (attempt > 1) session.askToConfirm()
    const { timeoutMs } = session.settings
    await unlessStopped(signal, sleep(stage.world.clock, timeoutMs, AbortSignal.any([signal, ear.confirmed])))
    if (session.confirming && attempt === most) session.giveUp("too-many-failed-attempts")
    if (session.state === "closed") return ""
  }
  announce("payment-processing", "", 1)
  await say("payment-processing", "", 1, signal)
  return ""
}

/** Opens the session and stays until it has ended, however it ends. */
async function takePayment(
  stage: Stage,
  node: TwimlNode,
  asked: PayAttributes,
  tell: Tell,
): Promise<PayEnding> {
  const { world, call } = stage
  const ear = listenTo()
  const made = {
    accountSid: world.account.sid,
    callSid: call.sid,
    settings: asked.settings,
    statusCallback: "",
  }
  const session = new PaySession(world, made, ear.listener)
  if (asked.postalCode !== "") session.provide("postal-code", asked.postalCode)
  world.payments.add(session)
  world.changed()
  let paymentError = ""
  try {
    paymentError = await collect(stage, node, session, ear, tell)
  } catch (error) {
    // A hang-up has closed the session by itself; a redirect by REST, or broken TwiML in a Prompt, has not.
    session.giveUp("internal-error")
    if (!(error instanceof Interrupted)) throw error
  }
  return { ...(await ear.ended), paymentError }
}

/** Runs `<Pay>`; afterwards the action is asked with the Result, or the next verb runs where there is no action. */
export async function runPay(stage: Stage, node: TwimlNode): Promise<Next> {
  const { world, call } = stage
  call.answer()
  if (stage.document.baseUrl === null && world.switches["<Pay> in inline Twiml"] === "does nothing") {
    world.diary.warn(
      call.sid,
      "<Pay> in inline Twiml does nothing, as on the real Twilio: give a Url instead",
    )
    return { kind: "on" }
  }
  const action = readAction(stage, node)
  if (action) requireHttps(world, action.url, "<Pay action>", 64016)
  const tell = statusCallback(stage, node)
  let asked: PayAttributes
  try {
    asked = readPayAttributes(stage, node)
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error
    world.diary.fail(call.sid, `<Pay>: ${error.message}`, error.code)
    return leadOn(stage, "Pay", action, refusedParams(error.code, error.message))
  }
  const ending = endingParams(await takePayment(stage, node, asked, tell), world.switches)
  if (world.switches["Result on the status callback of <Pay>"] === "send") tell(ending)
  return leadOn(stage, "Pay", action, ending)
}
