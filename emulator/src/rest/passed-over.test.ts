// Filters of lists that the file forbids are refused; parameters that nobody reads are passed over, and told of.
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, type Bench, NUMBER, startBench } from "../testing/bench.ts"
import { operationFor, resolve, type Schema } from "../testing/twilio-description.ts"

let bench: Bench

beforeEach(async () => {
  bench = await startBench()
})

afterEach(() => bench.close())

async function ask(path: string, form?: URLSearchParams) {
  const { account, url } = bench.emulator
  const response = await fetch(`${url}/2010-04-01/Accounts/${account.sid}${path}`, {
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.authToken}`)}` },
    ...(form && { method: "POST", body: form }),
  })
  return { status: response.status, body: (await response.json()) as { code?: number } }
}

/** PageSize, Page and PageToken are put right instead: docs/EMULATOR-REST.md. */
const PAGING = /^Page/

const isChecked = (schema: Schema) =>
  Boolean(schema.enum ?? schema.pattern) ||
  ["boolean", "integer"].includes(schema.type ?? "") ||
  ["date", "date-time"].includes(schema.format ?? "")

test.each([
  "/Calls.json",
  "/IncomingPhoneNumbers.json",
  "/Queues.json",
  "/Calls/{CallSid}/Recordings.json",
  "/Queues/{QueueSid}/Members.json",
  "/Conferences.json",
  "/Conferences/{ConferenceSid}/Participants.json",
  "/Conferences/{ConferenceSid}/Recordings.json",
])("%s refuses filters that the file forbids", async (template) => {
  const operation = operationFor("get", `/2010-04-01/Accounts/{AccountSid}${template}`)?.operation
  const filters = (operation?.parameters ?? []).filter(
    (known) => known.in === "query" && !PAGING.test(known.name),
  )
  const queue = await bench.client.queues.create({ friendlyName: "desk" })
  const added = await bench.client.conferences("room").participants.create({ from: NUMBER, to: ADA })
  const path = template
    .replace("{CallSid}", await bench.talk())
    .replace("{QueueSid}", queue.sid)
    .replace("{ConferenceSid}", added.conferenceSid)
  expect((await ask(path)).status).toBe(200)
  for (const { name } of filters.filter((known) => isChecked(resolve(known.schema)))) {
    const answer = await ask(`${path}?${new URLSearchParams({ [name]: "wrong value" })}`)
    expect([name, answer.status, answer.body.code]).toEqual([name, 400, 20001])
  }
})

const warnings = async () => {
  const { entries } = (await bench.control("/diary")).body as { entries: { level: string; text: string }[] }
  return entries.filter(({ level }) => level === "warning").map(({ text }) => text)
}

test("a misspelt parameter is passed over, in the diary and in the call's timeline", async () => {
  const callSid = await bench.talk()
  const form = new URLSearchParams({ StatusCalback: "http://localhost/status", TimeLimit: "60" })
  expect((await ask(`/Calls/${callSid}.json`, form)).status).toBe(200)
  await expect.poll(warnings).toContainEqual(expect.stringMatching(/passed over.*: StatusCalback$/))
  const { steps } = (await bench.control(`/calls/${callSid}/timeline`)).body as { steps: { text: string }[] }
  expect(steps.map(({ text }) => text).join()).toContain("passed over")
})

test("what is not emulated is passed over aloud, and what is emulated in silence", async () => {
  await bench.client.calls.create({
    to: ADA,
    from: NUMBER,
    twiml: "<Response/>",
    byoc: `BY${"0".repeat(32)}`,
  })
  await expect.poll(warnings).toContainEqual(expect.stringMatching(/: Byoc$/))
  const before = (await warnings()).length
  await bench.client.queues.create({ friendlyName: "silent", maxSize: 5 })
  await bench.client.calls(await bench.talk()).payments.create({
    idempotencyKey: "k",
    statusCallback: `${bench.app.url}/pay`,
    chargeAmount: 1,
    description: "shoes",
    tokenType: "reusable",
    minPostalCodeLength: 5,
    timeout: 9,
    input: "dtmf",
    confirmation: "false",
  })
  expect((await warnings()).length).toBe(before)
})
