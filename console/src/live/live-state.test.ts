// The live store over what a connection may do: repeat, overtake, lose.
import type { Fact, Masked, Typing, Welcome } from "@agentpay/core"
import { describe, expect, it } from "vitest"
import {
  awaitWelcome,
  knownVersions,
  type LiveState,
  nothingKnown,
  receiveFacts,
  receivePresence,
  receiveQueue,
  receiveTyping,
  receiveWelcome,
} from "./live-state.ts"

const me = { userId: "ada", name: "Ada", role: "agent", phone: "+15550002001" } as const
const paymentId = "p1"

const rang: Fact[] = [
  { type: "CallRang", callSid: "CA1", from: "+15551230001", to: "+15550001000", at: 1 },
  { type: "CallOffered", agentId: "ada", phone: "+15550002001", at: 1 },
]
const answered: Fact = { type: "CallAnswered", at: 2 }
const asking: Fact[] = [
  {
    type: "PaymentOpened",
    paymentId,
    amountMinor: 1250,
    tipMinor: 0,
    currency: "USD",
    items: ["card-number", "expiry"],
    at: 3,
  },
  { type: "PaySessionStarted", paymentId, sessionSid: "PK1", at: 4 },
  { type: "FieldPrompted", paymentId, item: "card-number", byAgent: false, at: 4 },
]
const captured: Fact = {
  type: "FieldCaptured",
  paymentId,
  item: "card-number",
  masked: "xxxxxxxxxxxx4242" as Masked,
  updatedAt: 50,
  at: 5,
}

function welcome(facts: Fact[], typing: Typing | null = null, after = 0): Welcome {
  const calls = facts.length > 0 || after > 0 ? [{ callSid: "CA1", after, facts, typing }] : []
  return {
    me,
    people: [me],
    currency: "USD",
    items: ["card-number", "expiry"],
    now: 5_000,
    phonesUrl: null,
    calls,
    presence: [],
    queue: { waiting: 0, oldestAt: null },
  }
}

function typed(masked: string, updatedAt: number | null): Typing {
  return { paymentId, item: "card-number", masked: masked as Masked, updatedAt }
}

function welcomed(facts: Fact[], typing: Typing | null = null): LiveState {
  return receiveWelcome(nothingKnown, welcome(facts, typing), 4_000).state
}

function typingShown(state: LiveState): string | undefined {
  return state.screen?.calls[0]?.typing?.masked
}

describe("facts", () => {
  it("fold into the call they are about", () => {
    const { state, gap } = receiveFacts(welcomed(rang), { callSid: "CA1", after: 2, facts: [answered] })
    expect(gap).toBe(false)
    expect(state.screen?.calls).toMatchObject([{ version: 3, call: { status: "in-progress" } }])
  })

  it("that are known already change nothing", () => {
    const state = welcomed([...rang, answered])
    expect(receiveFacts(state, { callSid: "CA1", after: 2, facts: [answered] })).toEqual({
      state,
      gap: false,
    })
  })

  it("of which some are known count once", () => {
    const state = welcomed([...rang, answered, ...asking.slice(0, 1)])
    const { state: next } = receiveFacts(state, { callSid: "CA1", after: 2, facts: [answered, ...asking] })
    expect(next.screen?.calls[0]?.version).toBe(6)
    expect(next.screen?.calls[0]?.call.payments).toHaveLength(1)
  })

  it("after a gap are not folded: a fresh welcome is needed", () => {
    const state = welcomed(rang)
    expect(receiveFacts(state, { callSid: "CA1", after: 3, facts: asking })).toEqual({ state, gap: true })
  })

  it("of an unknown call begin it, newest first", () => {
    const second: Fact = { type: "CallRang", callSid: "CA2", from: "+15551230002", to: "+15550001000", at: 9 }
    const facts = [second, { ...rang[1], at: 9 } as Fact]
    const { state } = receiveFacts(welcomed(rang), { callSid: "CA2", after: 0, facts })
    expect(state.screen?.calls.map(({ call }) => call.callSid)).toEqual(["CA2", "CA1"])
  })

  it("of an unknown call's middle are a gap", () => {
    expect(receiveFacts(welcomed(rang), { callSid: "CA9", after: 4, facts: [answered] }).gap).toBe(true)
  })

  it("of a call that is older than all on a supervisor's board are none of its business", () => {
    const sam = { ...welcome(rang), me: { ...me, userId: "sam", role: "supervisor" as const } }
    const state = receiveWelcome(awaitWelcome(nothingKnown), sam, 0).state
    expect(receiveFacts(state, { callSid: "CA9", after: 4, facts: [answered] })).toEqual({
      state,
      gap: false,
    })
    expect(receiveFacts(state, { callSid: "CA1", after: 3, facts: [answered] }).gap).toBe(true)
  })

  it("before the welcome wait for it, and those it tells too count once", () => {
    const early = receiveFacts(nothingKnown, { callSid: "CA1", after: 2, facts: [answered] }).state
    const later = receiveFacts(early, { callSid: "CA1", after: 3, facts: asking }).state
    const { state, gap } = receiveWelcome(later, welcome([...rang, answered]), 4_000)
    expect(gap).toBe(false)
    expect(state.screen?.calls[0]).toMatchObject({ version: 6, call: { status: "in-progress" } })
  })

  it("of a new connection wait for its welcome, while the old screen stays", () => {
    const again = awaitWelcome(welcomed(rang))
    const { state, gap } = receiveFacts(again, { callSid: "CA1", after: 3, facts: asking })
    expect(gap).toBe(false)
    expect(state.screen?.calls[0]?.version).toBe(2)
    expect(receiveWelcome(state, welcome([...rang, answered]), 4_000).state.screen?.calls[0]?.version).toBe(6)
  })
})

describe("the welcome", () => {
  it("replaces everything known", () => {
    const { state } = receiveWelcome(awaitWelcome(welcomed(rang)), welcome([]), 4_000)
    expect(state.screen?.calls).toEqual([])
  })

  it("tells how far this browser's clock is off", () => {
    expect(welcomed(rang).screen?.clockSkew).toBe(1_000)
  })

  it("brings the digits being typed", () => {
    expect(typingShown(welcomed([...rang, answered, ...asking], typed("xxx", 10)))).toBe("xxx")
  })
})

describe("typing", () => {
  const asked = welcomed([...rang, answered, ...asking])
  const news = (typing: Typing) => ({ callSid: "CA1", typing })

  it("shows the newest digits", () => {
    const first = receiveTyping(asked, news(typed("x", 10))).state
    expect(typingShown(receiveTyping(first, news(typed("xx", 11))).state)).toBe("xx")
  })

  it("that comes late is dropped", () => {
    const newer = receiveTyping(asked, news(typed("xx", 11))).state
    expect(typingShown(receiveTyping(newer, news(typed("x", 10))).state)).toBe("xx")
  })

  it("is forgotten once a fact about the item arrives", () => {
    const typing = receiveTyping(asked, news(typed("xxxx", 11))).state
    const { state } = receiveFacts(typing, { callSid: "CA1", after: 6, facts: [captured] })
    expect(typingShown(state)).toBeUndefined()
  })

  it("of an entry that is over does not come back", () => {
    const over = receiveFacts(asked, { callSid: "CA1", after: 6, facts: [captured] }).state
    expect(typingShown(receiveTyping(over, news(typed("xxxx", 60))).state)).toBeUndefined()
  })

  it("older than the rejection that asked again is dropped", () => {
    const facts: Fact[] = [
      {
        type: "FieldRejected",
        paymentId,
        item: "card-number",
        error: "invalid-card-number",
        updatedAt: 50,
        at: 5,
      },
      { type: "FieldPrompted", paymentId, item: "card-number", byAgent: false, at: 5 },
    ]
    const again = receiveFacts(asked, { callSid: "CA1", after: 6, facts }).state
    expect(typingShown(receiveTyping(again, news(typed("xxxx", 49))).state)).toBeUndefined()
    expect(typingShown(receiveTyping(again, news(typed("x", 51))).state)).toBe("x")
  })

  it("survives facts about something else", () => {
    const typing = receiveTyping(asked, news(typed("xx", 11))).state
    const ended: Fact = { type: "CallEnded", outcome: "completed", at: 9 }
    expect(typingShown(receiveFacts(typing, { callSid: "CA1", after: 6, facts: [ended] }).state)).toBe("xx")
  })
})

describe("coming back", () => {
  it("tells what the screen has, and is told what it missed", () => {
    const before = awaitWelcome(welcomed([...rang, answered]))
    expect(knownVersions(before)).toEqual({ CA1: 3 })
    const whole = receiveWelcome(nothingKnown, welcome([...rang, answered, ...asking]), 5_000)
    expect(receiveWelcome(before, welcome(asking, null, 3), 5_000)).toEqual(whole)
    expect(receiveWelcome(before, welcome([], null, 3), 5_000).state.screen?.calls).toEqual(
      before.screen?.calls,
    )
  })

  it("is told all when it knows nothing", () => {
    expect(knownVersions(nothingKnown)).toEqual({})
  })

  it("a story that goes on from somewhere else is a gap", () => {
    const before = awaitWelcome(welcomed(rang))
    expect(receiveWelcome(before, welcome(asking, null, 3), 5_000).gap).toBe(true)
    expect(receiveWelcome(nothingKnown, welcome(asking, null, 3), 5_000).gap).toBe(true)
  })
})

describe("a screen that is open for weeks", () => {
  const sam = { ...welcome([]), me: { ...me, userId: "sam", role: "supervisor" as const } }
  const opened = asking.slice(0, 1)
  const submitted: Fact[] = [
    { type: "PaymentSubmitted", paymentId, at: 8 },
    { type: "PaymentOutcomeUnknown", paymentId, at: 9 },
  ]
  const ended: Fact = { type: "CallEnded", outcome: "completed", at: 10 }

  it("forgets calls that were over long ago, but none that is live or whose outcome is unknown", () => {
    let { state } = receiveWelcome(awaitWelcome(nothingKnown), sam, 0)
    const tell = (callSid: string, ...facts: Fact[]) => {
      const [first, ...others] = rang
      const story = [{ ...first, callSid } as Fact, ...others, answered, ...facts]
      state = receiveFacts(state, { callSid, after: 0, facts: story }).state
    }
    tell("live", ...opened)
    tell("unknown", ...opened, ...submitted, ended)
    for (let n = 0; n < 600; n++) tell(`over-${n}`, ended)
    const known = state.screen?.calls.map(({ call }) => call.callSid) ?? []
    expect(known.slice(-2)).toEqual(["unknown", "live"])
    expect(known).toHaveLength(502)
    expect(known[0]).toBe("over-599")
  })
})

describe("agents and callers who wait", () => {
  const on = () => receiveWelcome(awaitWelcome(nothingKnown), welcome(rang), 0).state
  const standing = (userId: string, status: "available" | "ringing") => ({
    ...{ userId, status, since: 1, until: null, reason: null, callSid: null },
  })

  it("a call that goes on to somebody else leaves the desk, and comes back whole", () => {
    const passed: Fact = { type: "CallNotAnswered", agentId: "ada", outcome: "busy", at: 3 }
    const gone = receiveFacts(on(), { callSid: "CA1", after: 2, facts: [passed] })
    expect(gone.gap).toBe(false)
    expect(gone.state.screen?.calls).toEqual([])
    const again: Fact[] = [...rang, passed, { ...rang[1], at: 9 } as Fact]
    const back = receiveFacts(gone.state, { callSid: "CA1", after: 0, facts: again })
    expect(back.state.screen?.calls[0]).toMatchObject({ version: 4, call: { offers: 2, status: "ringing" } })
  })

  it("a supervisor keeps it", () => {
    const sam = { ...welcome(rang), me: { ...me, userId: "sam", role: "supervisor" as const } }
    const state = receiveWelcome(awaitWelcome(nothingKnown), sam, 0).state
    const passed: Fact = { type: "CallNotAnswered", agentId: "ada", outcome: "busy", at: 3 }
    expect(
      receiveFacts(state, { callSid: "CA1", after: 2, facts: [passed] }).state.screen?.calls,
    ).toMatchObject([{ call: { agent: null } }])
  })

  it("news of one agent replaces what was known of them, and of nobody else", () => {
    const both = receivePresence(on(), [standing("ada", "available"), standing("ben", "available")]).state
    const { state: news, gap } = receivePresence(both, [standing("ada", "ringing")])
    expect(gap).toBe(false)
    expect(news.screen?.presence.map(({ userId, status }) => [userId, status])).toEqual([
      ["ben", "available"],
      ["ada", "ringing"],
    ])
    expect(receiveQueue(news, { waiting: 2, oldestAt: 7 }).screen?.queue).toEqual({ waiting: 2, oldestAt: 7 })
  })

  it("news of somebody new needs a welcome, which tells their name", () => {
    expect(receivePresence(on(), [standing("ben", "available")]).gap).toBe(true)
  })

  it("news before the first welcome changes nothing", () => {
    const news = [standing("ada", "ringing")]
    expect(receivePresence(nothingKnown, news)).toEqual({ state: nothingKnown, gap: false })
    expect(receiveQueue(nothingKnown, { waiting: 2, oldestAt: 7 })).toBe(nothingKnown)
  })
})
