// Attaching: an agent names a call that was routed elsewhere. Twilio is asked whether it lives and which leg is the caller's.
import type { Person, RefusalCode } from "@agentpay/core"
import type { Handle, Handled } from "./handle.ts"
import { isFault } from "./ledger/fault.ts"
import { within } from "./patience.ts"
import type { CallLeg, RestAnswer, TwilioRest } from "./twilio/rest-client.ts"

export interface AttachParts {
  twilio: Pick<TwilioRest, "leg" | "dialledLegs">
  handle: Handle
  people(): Promise<Person[]>
  checkAfterMs: number
  failed(error: unknown, callSid: string): void
}

/** Leaves time for the commit before the screen hears that the database is away. */
const ASK_WITHIN_MS = 3_500

const refused = (code: RefusalCode): Handled => ({ taken: false, refusal: { code } })

/** Attaches the call of which `typed` is one leg's SID, in the name of `who`. */
export type Attach = (who: Person, typed: string, until: number) => Promise<Handled>

export function createAttach({ twilio, handle, people, checkAfterMs, failed }: AttachParts): Attach {
  return async (who, typed, until) => {
    const callSid = typed.trim()
    if (!/^CA[0-9a-f]{32}$/i.test(callSid)) return refused("call-sid-invalid")
    const phones = new Set((await people()).flatMap(({ phone }) => phone ?? []))
    const looked = findCaller(twilio, callSid, phones)
    const found = await within(ASK_WITHIN_MS, looked).catch((error): RefusalCode => {
      if (!isFault(error) && !(error instanceof NoAnswer)) throw error
      failed(error, callSid)
      return "twilio-away"
    })
    if (typeof found === "string") return refused(found)
    const { userId: by, role, phone } = who
    const of = { callSid: found.callSid, from: found.party || "anonymous", to: found.ours }
    const times = { checkAfterMs, at: Date.now() }
    const command = { type: "AttachCall", ...of, by, role, phone: phone ?? "", ...times } as const
    return handle(found.callSid, command, { until })
  }
}

class NoAnswer extends Error {}

async function answerOf<T>(asked: Promise<RestAnswer<T>>): Promise<T> {
  const answer = await asked
  if ("done" in answer) return answer.done
  throw new NoAnswer("refused" in answer ? answer.detail : `Twilio: ${answer.again}`)
}

/**
 * The customer's leg: the first that is connected and not an agent's. `<Dial>` makes the leg of whoever called the
 * parent of those that it dials, so it is the parent when the customer has called, and a dialled one when the agent has.
 */
async function findCaller(
  twilio: AttachParts["twilio"],
  callSid: string,
  agentsPhones: ReadonlySet<string>,
): Promise<CallLeg | RefusalCode> {
  const named = await answerOf(twilio.leg(callSid))
  if (!named) return "call-not-found"
  if (named.state === "ended") return "call-ended"
  if (named.state === "not-answered") return "call-not-answered"
  const first = (named.parentSid && (await answerOf(twilio.leg(named.parentSid)))) || named
  const isCustomers = ({ state, party }: CallLeg) =>
    state === "in-progress" && !agentsPhones.has(party) && !party.startsWith("client:")
  if (isCustomers(first)) return first
  const dialled = await answerOf(twilio.dialledLegs(first.callSid))
  const found = dialled.find(isCustomers)
  if (found) return found
  // A browser may be a customer's as well, where the agent's phone is known.
  const withAgent = dialled.some(({ party }) => agentsPhones.has(party))
  return withAgent && first.party.startsWith("client:") && first.state === "in-progress"
    ? first
    : "call-without-caller"
}
