// <Say>, <Play> and <Pause>: what a person at the phone hears, as text, and how long it takes.
import { sleep } from "../clock.ts"
import { playDigits, SEND_DIGITS, SENDABLE } from "../voice/play-digits.ts"
import { numberAttribute, resolveUrl } from "./attributes.ts"
import { ApplicationError } from "./fetch-document.ts"
import { fetchMedia } from "./fetch-media.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"

/** Twilio's documents: `loop="0"` goes on until the call ends, at most 1,000 times. */
const MOST_LOOPS = 1000

type Speech = (stage: Stage, node: TwimlNode, signal: AbortSignal) => Promise<void>

async function loop(stage: Stage, node: TwimlNode, once: () => Promise<void>): Promise<void> {
  const limits = { fallback: 1, lowest: 0, highest: MOST_LOOPS }
  const times = numberAttribute(node, "loop", limits, complain(stage)) || MOST_LOOPS
  for (let time = 0; time < times; time++) await once()
}

/** The text of a Say: its own, and that of the SSML elements in it. */
function spoken(node: TwimlNode): string {
  return [node.text, ...node.children.map(spoken)].filter((part) => part !== "").join(" ")
}

const say: Speech = (stage, node, signal) => {
  const { sayMsPerCharacter, sayLongestMs } = stage.world.pace
  const text = spoken(node)
  return loop(stage, node, async () => {
    stage.call.hear("said", text)
    await sleep(stage.world.clock, Math.min(sayLongestMs, text.length * sayMsPerCharacter), signal)
  })
}

const play: Speech = async (stage, node, signal) => {
  const { clock, pace } = stage.world
  const { digits } = node.attributes
  if (digits !== undefined) {
    if (!SEND_DIGITS.test(digits)) {
      complain(stage)(`<Play digits="${digits}"> is not ${SENDABLE}: nothing is played`, 13430)
      return
    }
    await playDigits(stage.world, stage.call, digits, signal)
    return
  }
  const url = resolveUrl(node.text, stage.document.baseUrl)
  if (url === null) throw new ApplicationError(11100, `<Play> has no usable URL: "${node.text}"`)
  await fetchMedia(stage, url, signal)
  await loop(stage, node, async () => {
    stage.call.hear("played", `Recording ${url}`)
    await sleep(clock, pace.playMs, signal)
  })
}

const pause: Speech = (stage, node, signal) => {
  const length = numberAttribute(node, "length", { fallback: 1, lowest: 0, highest: 3600 }, complain(stage))
  return sleep(stage.world.clock, length * 1000, signal)
}

const speeches: Readonly<Record<string, Speech>> = { Say: say, Play: play, Pause: pause }

/** Speaks one verb to the end; throws Interrupted when `signal` aborts first. A Pause does not pick up the call. */
export async function speak(stage: Stage, node: TwimlNode, signal: AbortSignal): Promise<void> {
  if (node.name !== "Pause") stage.call.answer()
  await speeches[node.name]?.(stage, node, signal)
}

/** Speaks the verbs nested in another one, in order; what does not belong there is skipped with a warning. */
export async function speakAll(
  stage: Stage,
  nodes: readonly TwimlNode[],
  within: string,
  signal: AbortSignal,
): Promise<void> {
  for (const node of nodes) {
    if (node.name in speeches) await speak(stage, node, signal)
    else {
      const code = within === "Gather" ? 13320 : 12200
      complain(stage)(`<${node.name}> does not belong into <${within}>: it is skipped`, code)
    }
  }
}
