// Conferences over real HTTP: start, end, waiting, events, and that keys stay with who pressed them.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

let bench: Bench

afterEach(() => bench.close())

const EVENTS = `statusCallback="/events" statusCallbackEvent="start end join leave"`
const dial = (attributes: string) =>
  `<Response><Dial action="/finished" hangupOnStar="true"><Conference ${attributes}>room</Conference></Dial></Response>`

async function start(attributes: string, more: Record<string, Answer> = {}): Promise<void> {
  bench = await startBench({
    "/forward": dial(attributes),
    "/events": 204,
    "/finished": "<Response/>",
    ...more,
  })
}

/** A caller who is in the room. */
async function enter(from: string): Promise<string> {
  const callSid = await bench.call(from)
  await bench.until(callSid, ({ activity }) => activity.startsWith("In the conference room"))
  return callSid
}

const heard = async (callSid: string) => (await bench.view(callSid)).heard.map(({ text }) => text)

const params = async (path: string, count: number) =>
  (await bench.app.waitFor(path, count)).map((request) => request.params)

test("starts with the second, ends with the last; events in order; the action says answered", async () => {
  await start(EVENTS)
  const first = await enter("+15551230001")
  const alone = await bench.view(first)
  expect(alone.activity).toBe("In the conference room, waits for it to start")
  expect(alone.heard).toMatchObject([{ text: "Hold music" }])
  const second = await enter("+15551230002")
  expect((await bench.view(second)).activity).toBe("In the conference room, 2 people")
  await bench.control(`/calls/${second}/digits`, { digits: "12" })
  expect(await heard(first)).toEqual(["Hold music", "Beep"])
  await bench.control(`/calls/${second}/hangup`, {})
  await bench.control(`/calls/${first}/digits`, { digits: "*" })
  const actions = await params("/finished", 2)
  expect(actions.map((action) => [action.CallSid, action.DialCallStatus])).toEqual([
    [second, "answered"],
    [first, "answered"],
  ])
  expect(actions[0]).not.toHaveProperty("DialCallDuration")
  const events = await params("/events", 6)
  expect(events.map((event) => [event.SequenceNumber, event.StatusCallbackEvent])).toEqual([
    ["1", "participant-join"],
    ["2", "participant-join"],
    ["3", "conference-start"],
    ["4", "participant-leave"],
    ["5", "participant-leave"],
    ["6", "conference-end"],
  ])
  expect(events[0]).toMatchObject({ FriendlyName: "room", CallSid: first, Muted: "false", Hold: "false" })
  expect(events[3]).toMatchObject({
    ReasonParticipantLeft: "participant_hung_up",
    ParticipantCallStatus: "completed",
  })
  expect(events[5]).toMatchObject({
    ReasonConferenceEnded: "last-participant-left",
    CallSidEndingConference: first,
    Reason: `${first}: last participant left`,
  })
})

test("waits for who may start it, entertained by the waitUrl; who ends it takes all with them", async () => {
  await start(
    `startConferenceOnEnter="false" waitUrl="/wait" participantLabel="guest" muted="true" ${EVENTS}`,
    {
      "/wait": "<Response><Say>Soon</Say><Redirect/></Response>",
    },
  )
  const guest = await enter("+15551230001")
  await bench.until(guest, ({ heard }) => heard.length >= 2)
  bench.app.routes["/forward"] = dial(`startConferenceOnEnter="false"`)
  await enter("+15551230002")
  expect((await bench.view(guest)).activity).toContain("waits for it to start")
  bench.app.routes["/forward"] = dial(`endConferenceOnExit="true"`)
  const host = await enter("+15551230003")
  expect((await bench.view(guest)).activity).toBe("In the conference room, 3 people")
  await bench.control(`/calls/${host}/hangup`, {})
  await params("/finished", 3)
  const events = await params("/events", 8)
  expect(events[0]).toMatchObject({
    ParticipantLabel: "guest",
    Muted: "true",
    StartConferenceOnEnter: "false",
  })
  expect(events.find((event) => event.StatusCallbackEvent === "conference-end")).toMatchObject({
    ReasonConferenceEnded: "participant-with-end-conference-on-exit-left",
    CallSidEndingConference: host,
  })
  expect(await heard(guest)).not.toContain("Hold music")
  expect(events.filter((event) => event.ReasonParticipantLeft === "moderator_ended_conference")).toHaveLength(
    2,
  )
})

test("a waitUrl that runs out is followed by silence; one that fails ends the Dial", async () => {
  await start(`waitUrl="/wait"`, { "/wait": "<Response><Say>Soon</Say></Response>" })
  const { clock } = bench.emulator
  clock.set({ mode: "virtual" })
  const first = await enter("+15551230001")
  await clock.advance(5_000)
  expect(await heard(first)).toEqual(["Soon"])
  bench.app.routes["/forward"] =
    `<Response><Dial action="/finished"><Conference waitUrl="/nowhere">b</Conference></Dial></Response>`
  const second = await bench.call("+15551230002")
  expect((await params("/finished", 1))[0]).toMatchObject({ CallSid: second, DialCallStatus: "failed" })
})

test.each([
  [`beep="true"`, ["Hold music", "Beep", "Beep"]],
  [`beep="false"`, ["Hold music"]],
  [`beep="onEnter"`, ["Hold music", "Beep"]],
  [`beep="onExit" waitUrl=""`, ["Beep"]],
])("%s: the other hears %j", async (attributes, expected) => {
  await start(attributes)
  const first = await enter("+15551230001")
  const second = await enter("+15551230002")
  await bench.control(`/calls/${second}/hangup`, {})
  await params("/finished", 1)
  expect(await heard(first)).toEqual(expected)
})

test.each([
  [`participantLabel="guest"`, 16025],
  [`participantLabel="a/b"`, 16023],
  [`coach="CA00000000000000000000000000000000"`, 13240],
  [`maxParticipants="2"`, 16020],
])("nobody enters with %s: %i, and the action is told", async (attributes, code) => {
  await start(`participantLabel="guest"`)
  await enter("+15551230001")
  bench.app.routes["/forward"] = dial("")
  await enter("+15551230002")
  bench.app.routes["/forward"] = dial(attributes)
  const third = await bench.call("+15551230003")
  expect((await params("/finished", 1))[0]).toMatchObject({ CallSid: third, DialCallStatus: "failed" })
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number }[] }
  expect(entries.map((entry) => entry.code)).toContain(code)
})

test("without events nobody is told", async () => {
  await start(`statusCallback="/events"`)
  await bench.control(`/calls/${await enter("+15551230001")}/hangup`, {})
  await params("/finished", 1)
  expect(bench.app.at("/events")).toEqual([])
})
