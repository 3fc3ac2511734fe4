// What this screen knows of the calls, and how each message from the server changes it. Pure: no socket, no clock.
import {
  type AgentPresence,
  type Call,
  type CallStory,
  type CaptureItem,
  type Fact,
  fold,
  isOpen,
  isUnsettled,
  itemOf,
  type Known,
  type Person,
  type QueueLength,
  type ServerToClient,
  supervises,
  type Typing,
  type Welcome,
} from "@agentpay/core"

type News<N extends keyof ServerToClient> = Parameters<ServerToClient[N]>[0]
export type FactsNews = News<"facts">
export type TypingNews = News<"typing">

export interface LiveCall {
  call: Call
  /** How many facts have been folded into it. */
  version: number
  typing: Typing | null
}

export interface Screen {
  me: Person
  people: readonly Person[]
  currency: string
  items: readonly CaptureItem[]
  phonesUrl: string | null
  /** Server's clock minus this browser's, milliseconds. */
  clockSkew: number
  /** Newest first. */
  calls: readonly LiveCall[]
  /** How agents stand: an agent's own, a supervisor's everybody's who was ever seen. */
  presence: readonly AgentPresence[]
  queue: QueueLength
}

export interface LiveState {
  screen: Screen | null
  /** News of a connection whose welcome has not come yet; null when it has. */
  early: readonly News<"facts" | "typing">[] | null
}

/** `gap`: something was missed, only a fresh welcome can tell. */
export interface Received {
  state: LiveState
  gap: boolean
}

const MOST_KNOWN = 200
/** Of calls that are over and settled: a board that hangs on a wall for weeks must not grow. */
const MOST_OVER = 500

export const nothingKnown: LiveState = { screen: null, early: [] }

/** A connection begins: what is on the screen stays, but news wait for its welcome. */
export function awaitWelcome(state: LiveState): LiveState {
  return { ...state, early: [] }
}

/** What the server need not tell again; of the newest calls, more it would not tell anyway. */
export function knownVersions({ screen }: LiveState): Known {
  const newest = screen?.calls.slice(0, MOST_KNOWN) ?? []
  return Object.fromEntries(newest.map(({ call, version }) => [call.callSid, version]))
}

/** @param browserNow this browser's clock, epoch milliseconds. */
export function receiveWelcome(state: LiveState, welcome: Welcome, browserNow: number): Received {
  const { me, people, currency, items, phonesUrl, now, calls: stories } = welcome
  const before = new Map(state.screen?.calls.map((known) => [known.call.callSid, known]))
  const told = stories.map((story) => tellStory(story, before.get(story.callSid)))
  const calls = told.filter((known) => known !== null)
  const { presence, queue } = welcome
  const clockSkew = now - browserNow
  const screen: Screen = { me, people, currency, items, phonesUrl, clockSkew, calls, presence, queue }
  let received: Received = { state: { screen, early: null }, gap: calls.length < told.length }
  for (const news of state.early ?? []) {
    const next = "facts" in news ? receiveFacts(received.state, news) : receiveTyping(received.state, news)
    received = { state: next.state, gap: received.gap || next.gap }
  }
  return received
}

export function receiveFacts(state: LiveState, news: FactsNews): Received {
  if (state.early || !state.screen)
    return { state: { ...state, early: [...(state.early ?? []), news] }, gap: false }
  const { screen } = state
  const known = screen.calls.find(({ call }) => call.callSid === news.callSid)
  const version = known?.version ?? 0
  // A supervisor's screen is told each call from its first fact on: what it does not know is older than all it shows.
  if (news.after > version) return { state, gap: known !== undefined || !supervises(screen.me.role) }
  const fresh = news.facts.slice(version - news.after)
  if (fresh.length === 0) return { state, gap: false }
  const call = fold(fresh, known?.call ?? null)
  if (!call) return { state, gap: true }
  const changed: LiveCall = {
    call,
    version: version + fresh.length,
    typing: known?.typing && fresh.every((fact) => !endsTyping(fact, known.typing)) ? known.typing : null,
  }
  const others = screen.calls.filter((liveCall) => liveCall !== known)
  const mine = supervises(screen.me.role) || call.agent?.agentId === screen.me.userId
  const calls =
    known && mine
      ? screen.calls.map((liveCall) => (liveCall === known ? changed : liveCall))
      : // A call that rang here in vain is somebody else's now.
        forgetOldest([...(mine ? [changed] : []), ...others])
  return { state: { ...state, screen: { ...screen, calls } }, gap: false }
}

function forgetOldest(calls: readonly LiveCall[]): readonly LiveCall[] {
  let over = 0
  return calls.filter(
    ({ call: { status, payments } }) =>
      status !== "ended" || payments.some(isUnsettled) || ++over <= MOST_OVER,
  )
}

/** Before the welcome there is nothing to change: it tells how everybody stands. */
export function receivePresence(state: LiveState, news: readonly AgentPresence[]): Received {
  const { screen } = state
  if (!screen) return { state, gap: false }
  const changed = new Set(news.map(({ userId }) => userId))
  const presence = [...screen.presence.filter(({ userId }) => !changed.has(userId)), ...news]
  // Who was never seen and is not among the people was invited since the welcome, which alone tells names.
  const known = new Set([...screen.people, ...screen.presence].map(({ userId }) => userId))
  const gap = news.some(({ userId }) => !known.has(userId))
  return { state: { ...state, screen: { ...screen, presence } }, gap }
}

export function receiveQueue(state: LiveState, queue: QueueLength): LiveState {
  const { screen } = state
  return screen ? { ...state, screen: { ...screen, queue } } : state
}

export function receiveTyping(state: LiveState, news: TypingNews): Received {
  if (state.early || !state.screen)
    return { state: { ...state, early: [...(state.early ?? []), news] }, gap: false }
  const { screen } = state
  const calls = screen.calls.map((known) =>
    known.call.callSid === news.callSid && isCurrent(news.typing, known)
      ? { ...known, typing: news.typing }
      : known,
  )
  return { state: { ...state, screen: { ...screen, calls } }, gap: false }
}

/** The call after its story; null when the story goes on from a version that the screen does not have. */
function tellStory(
  { callSid, after, facts, typing }: CallStory,
  before: LiveCall | undefined,
): LiveCall | null {
  const known = after > 0 ? before : undefined
  const version = known?.version ?? 0
  if (version !== after) return null
  const call = fold(facts, known?.call ?? null)
  if (call?.callSid !== callSid) return null
  const told: LiveCall = { call, version: version + facts.length, typing: null }
  return typing && isCurrent(typing, told) ? { ...told, typing } : told
}

/** Whether these digits are still news: the item is being asked for, and nothing newer is known. */
function isCurrent(typing: Typing, { call, typing: shown }: LiveCall): boolean {
  const payment = call.payments.find(({ paymentId }) => paymentId === typing.paymentId)
  if (!payment || !isOpen(payment)) return false
  if (itemOf(payment, typing.item)?.state.status !== "prompted") return false
  const sameEntry = shown?.paymentId === typing.paymentId && shown.item === typing.item
  const newest = Math.max(payment.updatedAt ?? 0, (sameEntry && shown?.updatedAt) || 0)
  return typing.updatedAt === null || typing.updatedAt >= newest
}

/** Any fact about the entry, or about the payment as a whole, is newer than the digits. */
function endsTyping(fact: Fact, typing: Typing | null): boolean {
  if (!typing || !("paymentId" in fact) || fact.paymentId !== typing.paymentId) return false
  return "item" in fact ? fact.type === "FieldPrompted" || fact.item === typing.item : true
}
