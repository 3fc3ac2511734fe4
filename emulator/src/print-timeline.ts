// A call's timeline as lines of text, for terminals and logs.
import type { TimelineStep } from "./control/answer-schema.ts"

const PARTIES: Readonly<Record<TimelineStep["from"], string>> = {
  caller: "caller",
  agent: "agent",
  twilio: "Twilio",
  server: "your server",
  gateway: "gateway",
}

/** `12:30:01.250 Twilio > your server: POST /voice`, with detail and answer on lines of their own. */
export function printTimeline(steps: readonly TimelineStep[]): string {
  return steps
    .flatMap(({ at, from, to, text, times, detail, answer }) => {
      const who = from === to ? PARTIES[from] : `${PARTIES[from]} > ${PARTIES[to]}`
      const more = [detail, answer === "" ? "" : `answer: ${answer}`].filter((part) => part !== "")
      const line = `${at.slice(11, 23)} ${who}: ${text}${times > 1 ? ` x ${times}` : ""}`
      return [line, ...more.map((part) => `    ${part}`)]
    })
    .join("\n")
}
