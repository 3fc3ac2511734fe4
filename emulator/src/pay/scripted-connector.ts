// A connector that answers what it was told to answer, in turn.
import { type Clock, sleep } from "../clock.ts"
import { newGatewayId } from "../sids.ts"
import type { Connector, ScriptedAnswer } from "./connector.ts"
import { refusalCode } from "./stripe-test-connector.ts"

/** Each payment takes the next answer; the last one is given for ever after. */
export function scriptedConnector(answers: readonly ScriptedAnswer[], clock: Clock): Connector {
  let next = 0
  return async ({ operation }) => {
    const answer = answers[Math.min(next++, answers.length - 1)]
    if (!answer) throw new RangeError("a scripted connector needs at least one answer")
    if (answer.ms > 0) await sleep(clock, answer.ms)
    if (answer.errorCode !== undefined) {
      const { errorCode, error = "" } = answer
      return { result: "declined", payErrorCode: refusalCode(operation), error, errorCode }
    }
    const charging = operation === "charge"
    return {
      result: "succeeded",
      confirmationCode: charging ? (answer.confirmationCode ?? newGatewayId("ch")) : "",
      token: charging ? "" : (answer.token ?? newGatewayId("tok")),
      profileId: charging ? "" : (answer.profileId ?? ""),
    }
  }
}
