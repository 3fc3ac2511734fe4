// Conferences by REST: what those in them hear, the events of each change, and how people come and go.
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, BEN, type Bench, NUMBER, startBench } from "../testing/bench.ts"

const PATIENT = { timeout: 4000 }

let bench: Bench

const EVENTS = `statusCallback="/events" statusCallbackEvent="start end join leave mute hold modify announcement"`

const say = (text: string) => `<Response><Say>${text}</Say></Response>`

beforeEach(async () => {
  bench = await startBench({
    "/forward": `<Response><Dial action="/finished"><Conference ${EVENTS} beep="false" waitUrl="">room</Conference></Dial></Response>`,
    "/events": 204,
    "/hold": say("Please hold"),
    "/news": say("News"),
  })
})

afterEach(() => bench.close())

/** A caller who is in the room, by TwiML. */
async function enter(from: string): Promise<string> {
  const callSid = await bench.call(from)
  await bench.until(callSid, ({ activity }) => activity.startsWith("In the conference room"))
  return callSid
}

/** The room that two callers are in. */
async function start() {
  const [first, second] = [await enter("+15551230001"), await enter("+15551230002")]
  const [conference] = await bench.client.conferences.list({ status: "in-progress" })
  return { first, second, room: bench.client.conferences(conference?.sid ?? "") }
}

const heard = async (callSid: string) => (await bench.view(callSid)).heard.map(({ text }) => text)

/** The events so far, once there are `count`, without those of people who come. */
async function events(count: number) {
  const all = (await bench.app.waitFor("/events", count)).map(({ params }) => params)
  return all.filter(({ StatusCallbackEvent }) => !/-join|-start/.test(StatusCallbackEvent ?? ""))
}

test("who is muted or on hold is not heard; a hold is heard by who is held; each change is told", async () => {
  const { first, second, room } = await start()
  const speak = (words: string) => bench.control(`/calls/${second}/speech`, { words })
  const held = room.participants(second)
  await held.update({ muted: true })
  await speak("one")
  await held.update({ muted: false, hold: true, holdUrl: `${bench.app.url}/hold`, holdMethod: "POST" })
  await bench.until(second, (call) => call.heard.some(({ text }) => text === "Please hold"))
  expect((await bench.view(second)).activity).toBe("In the conference room, on hold")
  await speak("two")
  await bench.control(`/calls/${first}/speech`, { words: "where are you" })
  await held.update({ hold: false })
  await speak("three")
  expect(await heard(first)).toEqual(["three"])
  expect(await heard(second)).toEqual(["Please hold"])
  await held.update({ endConferenceOnExit: true, beepOnExit: true })
  expect(
    (await events(8)).map((event) => [event.StatusCallbackEvent, event.CallSid, event.Muted, event.Hold]),
  ).toEqual([
    ["participant-mute", second, "true", "false"],
    ["participant-unmute", second, "false", "false"],
    ["participant-hold", second, "false", "true"],
    ["participant-unhold", second, "false", "false"],
    ["participant-modify", second, "false", "false"],
  ])
})

test("announcements: to one, to all, and one that fails", async () => {
  const { first, second, room } = await start()
  await room.participants(first).update({ announceUrl: `${bench.app.url}/news` })
  const [one] = await events(4)
  expect(one).toMatchObject({ StatusCallbackEvent: "announcement-end", CallSid: first })
  await room.update({ announceUrl: `${bench.app.url}/news` })
  const [, all] = await events(5)
  expect(all).toMatchObject({ StatusCallbackEvent: "announcement-end", AnnounceUrl: `${bench.app.url}/news` })
  expect(all).not.toHaveProperty("CallSid")
  expect([await heard(first), await heard(second)]).toEqual([["News", "News"], ["News"]])
  expect(bench.app.at("/news")).toHaveLength(2)
  await room.update({ announceUrl: `${bench.app.url}/nowhere` })
  const [, , failed] = await events(6)
  expect(failed).toMatchObject({
    StatusCallbackEvent: "announcement-fail",
    ReasonAnnouncementFailed: expect.stringContaining("404"),
  })
})

test("a participant who is put out goes on with the action; ended by REST, all do", async () => {
  const { first, second, room } = await start()
  await room.participants(second).remove()
  expect((await bench.app.waitFor("/finished"))[0]?.params).toMatchObject({
    CallSid: second,
    DialCallStatus: "answered",
  })
  await room.update({ status: "completed" })
  expect((await bench.app.waitFor("/finished", 2))[1]?.params).toMatchObject({ CallSid: first })
  expect(
    (await events(6)).map((event) => [
      event.StatusCallbackEvent,
      event.ReasonParticipantLeft ?? event.ReasonConferenceEnded,
    ]),
  ).toEqual([
    ["participant-leave", "participant_updated_via_api"],
    ["conference-end", "conference-ended-via-api"],
    ["participant-leave", "conference_ended_via_api"],
  ])
  expect(await room.fetch()).toMatchObject({ status: "completed", callSidEndingConference: null })
  await expect(room.update({ announceUrl: `${bench.app.url}/news` })).rejects.toMatchObject({
    status: 400,
    code: 16001,
  })
  await expect(room.participants.create({ from: NUMBER, to: ADA })).rejects.toMatchObject({
    status: 404,
    code: 20404,
  })
})

test("the last one to be put out ends it, as kicked", async () => {
  const { first, second, room } = await start()
  for (const callSid of [first, second]) await room.participants(callSid).remove()
  await expect
    .poll(() => room.fetch(), PATIENT)
    .toMatchObject({ reasonConferenceEnded: "last-participant-kicked" })
})

test("REST calls people in: ringing, then in the conference with what REST said of them", async () => {
  const first = await enter("+15551230001")
  const { participants } = bench.client.conferences("room")
  const added = await participants.create({
    from: NUMBER,
    to: ADA,
    label: "ada",
    endConferenceOnExit: true,
    muted: true,
  })
  const room = bench.client.conferences(added.conferenceSid)
  const ada = room.participants("ada")
  await expect.poll(() => ada.fetch(), PATIENT).toMatchObject({ status: "ringing" })
  await expect(participants.create({ from: NUMBER, to: BEN, label: "ada" })).rejects.toMatchObject({
    status: 400,
    code: 16026,
  })
  await bench.control(`/calls/${added.callSid}/answer`, {})
  await bench.until(added.callSid, ({ activity }) => activity === "In the conference room, 2 people")
  expect(await ada.fetch()).toMatchObject({ status: "connected", muted: true, callSid: added.callSid })
  await bench.control(`/calls/${added.callSid}/hangup`, {})
  const action = await bench.app.waitForBody("/finished", ({ CallSid }) => CallSid === first)
  expect(action).toMatchObject({ DialCallStatus: "answered" })
  expect(await room.fetch()).toMatchObject({
    reasonConferenceEnded: "participant-with-end-conference-on-exit-left",
    callSidEndingConference: added.callSid,
  })
})

test("who answered is told to AmdStatusCallback, while they are in the conference", async () => {
  bench.app.routes["/amd"] = 204
  const added = await bench.client.conferences("room").participants.create({
    from: NUMBER,
    to: ADA,
    machineDetection: "Enable",
    amdStatusCallback: `${bench.app.url}/amd`,
  })
  await bench.control(`/calls/${added.callSid}/answer`, {})
  await bench.until(added.callSid, ({ activity }) => activity.startsWith("In the conference room"))
  const { clock } = bench.emulator
  clock.set({ mode: "virtual" })
  await clock.advance(10_000)
  expect((await bench.app.waitFor("/amd"))[0]?.params).toMatchObject({
    CallSid: added.callSid,
    AnsweredBy: "human",
  })
})

test("who does not come is told of as left; with nobody else there the conference is over", async () => {
  const added = await bench.client.conferences("empty").participants.create({
    from: NUMBER,
    to: ADA,
    conferenceStatusCallback: `${bench.app.url}/events`,
    conferenceStatusCallbackEvent: ["leave", "end"],
  })
  await bench.control(`/calls/${added.callSid}/decline`, {})
  expect((await bench.app.waitFor("/events", 2)).map(({ params }) => params)).toMatchObject([
    {
      StatusCallbackEvent: "participant-leave",
      ReasonParticipantLeft: "participant_add_failed",
      ParticipantCallStatus: "busy",
    },
    { StatusCallbackEvent: "conference-end", ReasonConferenceEnded: "last-participant-left" },
  ])
  expect(await bench.client.conferences(added.conferenceSid).participants.list()).toEqual([])
})

test("whoever still rings when the conference is ended is not called any more", async () => {
  const added = await bench.client.conferences("room").participants.create({ from: NUMBER, to: ADA })
  await bench.until(added.callSid, ({ status }) => status === "ringing")
  await bench.client.conferences(added.conferenceSid).update({ status: "completed" })
  await bench.until(added.callSid, ({ status }) => status === "canceled")
})

test("<Conference> takes a SID of one that lives; of one that does not, it is 13236", async () => {
  const added = await bench.client.conferences("room").participants.create({ from: NUMBER, to: ADA })
  const dial = (name: string) =>
    `<Response><Dial action="/finished"><Conference>${name}</Conference></Dial></Response>`
  bench.app.routes["/forward"] = dial(added.conferenceSid)
  await enter("+15551230001")
  bench.app.routes["/forward"] = dial(`CF${"0".repeat(32)}`)
  await bench.call("+15551230002")
  expect((await bench.app.waitFor("/finished"))[0]?.params).toMatchObject({ DialCallStatus: "failed" })
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number }[] }
  expect(entries.map(({ code }) => code)).toContain(13236)
})
