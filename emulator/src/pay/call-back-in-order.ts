// Status callbacks of payments: one body after the other, each waits for the answer to the one before.
import type { FormParams } from "../webhook/signature.ts"
import type { World } from "../world.ts"
import { captureBody, finalBody, startBody } from "./pay-callbacks.ts"
import type { PayListener } from "./pay-surroundings.ts"

type Post = (callSid: string, url: string, params: FormParams, method?: "GET" | "POST") => void

/** A function that posts in the order of its calls; failures only reach the diary. */
export function postInOrder({ deliver, diary }: Pick<World, "deliver" | "diary">): Post {
  let previous = Promise.resolve()
  return (callSid, url, params, method = "POST") => {
    previous = previous.then(async () => {
      const answer = await deliver({ url, method, params })
      if (answer.kind === "failure") {
        diary.warn(callSid, `Payment callback to ${url} failed: ${answer.text}`, answer.code)
      } else if (answer.status < 200 || answer.status > 299) {
        diary.warn(callSid, `Payment callback to ${url} was answered ${answer.status}`, 11200)
      }
    })
  }
}

/** Posts each event of one session of the Payments API to the StatusCallback it has at that moment. */
export function callBackInOrder(world: Pick<World, "deliver" | "diary" | "switches">): PayListener {
  const post = postInOrder(world)
  return {
    started: (now) => post(now.callSid, now.statusCallback, startBody(now)),
    submitted() {},
    captured: (now, phase) => post(now.callSid, now.statusCallback, captureBody(now, phase, world.switches)),
    ended: (now, result, record) =>
      post(now.callSid, now.statusCallback, finalBody(now, result, record, world.switches)),
  }
}
