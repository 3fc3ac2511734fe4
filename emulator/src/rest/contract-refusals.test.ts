// Every wrong request that Twilio's OpenAPI file can describe, and every known difference between file and emulator.
import { afterAll, beforeAll, expect, test } from "vitest"
import { ADA, type Bench, NUMBER, startBench } from "../testing/bench.ts"
import { requestFaults } from "../testing/contract.ts"
import { looser, nulls, stricter } from "../testing/contract-differences.ts"
import { servedOperations } from "../testing/served-operations.ts"
import { formOfOperation, operationFor, type Schema } from "../testing/twilio-description.ts"

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})

afterAll(() => bench.close())

type Form = Record<string, string>

const HOLD = "<Response><Pause length='60'/></Response>"
let count = 0
const payKeys = () => ({ IdempotencyKey: `key-${count++}`, StatusCallback: `${bench.app.url}/pay` })

/** Somebody who is called into a conference of their own. */
const participant = () =>
  bench.client.conferences(`room-${count++}`).participants.create({ from: NUMBER, to: ADA })

/** Each operation with a form: a resource made for one request, and what a valid request says. */
const operations: Record<string, () => Promise<{ path: string; form: Form }>> = {
  "POST /Conferences/{Sid}.json": async () => {
    const { conferenceSid } = await participant()
    return { path: `/Conferences/${conferenceSid}.json`, form: {} }
  },
  "POST /Conferences/{ConferenceSid}/Participants.json": async () => ({
    path: `/Conferences/room-${count++}/Participants.json`,
    form: { From: NUMBER, To: ADA },
  }),
  "POST /Conferences/{ConferenceSid}/Participants/{CallSid}.json": async () => {
    const { conferenceSid, callSid } = await participant()
    return { path: `/Conferences/${conferenceSid}/Participants/${callSid}.json`, form: {} }
  },
  "POST /Conferences/{ConferenceSid}/Recordings/{Sid}.json": async () => {
    const room = `room-${count++}`
    const twiml = `<Response><Dial><Conference record="true">${room}</Conference></Dial></Response>`
    for (const callSid of [await bench.talk(), await bench.talk()]) {
      await bench.client.calls(callSid).update({ twiml })
      await bench.until(callSid, ({ activity }) => activity.startsWith("In the conference"))
    }
    const [conference] = await bench.client.conferences.list({ friendlyName: room })
    const sid = conference?.sid ?? ""
    const [recording] = await bench.client.conferences(sid).recordings.list()
    return { path: `/Conferences/${sid}/Recordings/${recording?.sid}.json`, form: { Status: "paused" } }
  },
  "POST /Calls.json": async () => ({ path: "/Calls.json", form: { To: ADA, From: NUMBER, Twiml: HOLD } }),
  "POST /Calls/{Sid}.json": async () => ({ path: `/Calls/${await bench.talk()}.json`, form: {} }),
  "POST /Calls/{CallSid}/Payments.json": async () => ({
    path: `/Calls/${await bench.talk()}/Payments.json`,
    form: payKeys(),
  }),
  "POST /Calls/{CallSid}/Payments/{Sid}.json": async () => {
    const callSid = await bench.talk()
    const keys = { idempotencyKey: `key-${count++}`, statusCallback: `${bench.app.url}/pay` }
    const { sid } = await bench.client.calls(callSid).payments.create(keys)
    return { path: `/Calls/${callSid}/Payments/${sid}.json`, form: { ...payKeys() } }
  },
  "POST /Calls/{CallSid}/Recordings.json": async () => ({
    path: `/Calls/${await bench.talk()}/Recordings.json`,
    form: {},
  }),
  "POST /Calls/{CallSid}/Recordings/{Sid}.json": async () => {
    const callSid = await bench.talk()
    const { sid } = await bench.client.calls(callSid).recordings.create()
    return { path: `/Calls/${callSid}/Recordings/${sid}.json`, form: { Status: "paused" } }
  },
  "POST /IncomingPhoneNumbers.json": async () => ({
    path: "/IncomingPhoneNumbers.json",
    form: { PhoneNumber: `+1555777${String(count++).padStart(4, "0")}` },
  }),
  "POST /IncomingPhoneNumbers/{Sid}.json": async () => {
    const [number] = await bench.client.incomingPhoneNumbers.list()
    return { path: `/IncomingPhoneNumbers/${number?.sid}.json`, form: {} }
  },
  "POST /Queues.json": async () => ({ path: "/Queues.json", form: { FriendlyName: `queue-${count++}` } }),
  "POST /Queues/{Sid}.json": async () => {
    const { sid } = await bench.client.queues.create({ friendlyName: `queue-${count++}` })
    return { path: `/Queues/${sid}.json`, form: {} }
  },
  "POST /Queues/{QueueSid}/Members/{CallSid}.json": async () => {
    const callSid = await bench.talk()
    await bench.client.calls(callSid).update({ twiml: "<Response><Enqueue>members</Enqueue></Response>" })
    await bench.until(callSid, ({ activity }) => activity.startsWith("In the queue"))
    const queue = (await bench.client.queues.list()).find(({ friendlyName }) => friendlyName === "members")
    const path = `/Queues/${queue?.sid}/Members/${callSid}.json`
    return { path, form: { Url: `${bench.app.url}/answered` } }
  },
}

test("no operation that is served and changes something is left out", async () => {
  const served = (await servedOperations(bench)).filter((name) => name.startsWith("POST"))
  expect(Object.keys(operations).sort()).toEqual(served.sort())
})

const PREFIX = "/2010-04-01/Accounts/"

async function post(path: string, form: Form) {
  const { account, url } = bench.emulator
  const response = await fetch(`${url}${PREFIX}${account.sid}${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.authToken}`)}` },
    body: new URLSearchParams(form),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

function described(operation: string) {
  const template = operation.replace(/^POST /, "")
  const found = operationFor("post", `${PREFIX}{AccountSid}${template}`)
  if (!found) throw new Error(`Twilio describes no ${operation}`)
  return found
}

/** A value that the schema forbids, or null when it allows every text. */
function wrongValue(schema: Schema): string | null {
  if (schema.enum || schema.pattern || schema.format === "uri") return "not what it should be"
  if (schema.type === "integer" || schema.type === "number" || schema.type === "boolean") return "perhaps"
  return null
}

test.each(Object.keys(operations))("%s refuses what the file forbids", async (operation) => {
  const prepare = operations[operation]
  if (!prepare) throw new Error(operation)
  const { properties, required } = formOfOperation(described(operation))
  const taken: string[] = []
  const send = async (name: string, change: (form: Form) => Form) => {
    const { path, form } = await prepare()
    const { status, body } = await post(path, change(form))
    if (status < 300) taken.push(name)
    else {
      expect(status, name).toBe(400)
      expect(body, name).toEqual({
        code: expect.any(Number),
        message: expect.any(String),
        more_info: `https://www.twilio.com/docs/errors/${body.code}`,
        status: 400,
      })
    }
  }
  for (const name of required) {
    await send(`no ${name}`, ({ [name]: _, ...rest }) => rest)
  }
  for (const [name, schema] of properties) {
    const value = wrongValue(schema)
    if (value !== null) await send(name, (form) => ({ ...form, [name]: value }))
  }
  const known = looser.filter((entry) => entry.operation === operation)
  expect(taken.sort()).toEqual(known.flatMap(({ parameters }) => parameters).sort())
})

test.each(Object.keys(operations))("%s takes every value that the file lists", async (operation) => {
  const prepare = operations[operation]
  if (!prepare) throw new Error(operation)
  for (const [name, { enum: values = [] }] of formOfOperation(described(operation)).properties) {
    for (const value of values) {
      const { path, form } = await prepare()
      const { status, body } = await post(path, { ...form, [name]: value })
      const known = stricter.some((entry) => {
        return entry.operation === operation && name in entry.form && entry.code === body.code
      })
      expect(status < 300 || known, `${name}=${value} was answered ${JSON.stringify(body)}`).toBe(true)
    }
  }
})

test.each(stricter)("$operation with $form is refused with $code", async ({ operation, form, code }) => {
  const prepared = await operations[operation]?.()
  if (!prepared) throw new Error(operation)
  const sent = { ...prepared.form, ...form }
  const path = `${PREFIX}${bench.emulator.account.sid}${prepared.path}`
  const request = { path, query: new URLSearchParams(), form: new URLSearchParams(sent) }
  expect(requestFaults(described(operation), request)).toEqual([])
  expect(await post(prepared.path, sent)).toMatchObject({ status: 400, body: { code } })
})

/** The two lists for people. `vitest -u` writes the file anew. */
test("docs/EMULATOR-REST.md tells of every difference", async () => {
  const show = (form: Readonly<Form>) =>
    Object.entries(form)
      .map(
        ([name, value]) =>
          `${name}=${value.length > 40 ? `${value.slice(0, 4)}... (${value.length} characters)` : value}`,
      )
      .join("&") || "neither Capture nor Status"
  const text = `# The emulated REST API and Twilio's own description

Every request and answer of every emulated operation is held against \`twilio_api_v2010.json\`, the OpenAPI file in the npm
package \`@twilio/cli-core\`: parameters, types, enums, patterns, required fields, status codes, and no field more or less. Written
from \`emulator/src/testing/contract-differences.ts\` by the test that proves these lists complete.

## Stricter than the file

| request | with | code | why |
| --- | --- | --- | --- |
${stricter.map((entry) => `| \`${entry.operation}\` | \`${show(entry.form)}\` | ${entry.code} | ${entry.why} |`).join("\n")}

## Looser than the file

| request | parameters | why |
| --- | --- | --- |
${looser.map((entry) => `| \`${entry.operation}\` | ${entry.parameters.join(", ")} | ${entry.why} |`).join("\n")}

Null where the file, which cannot say so beside a reference, knows no null: ${Object.entries(nulls)
    .map(([field, when]) => `\`${field}\` ${when}`)
    .join("; ")}.

PageSize outside 1 to 1,000 is taken for the nearest of them, and a Page or PageToken that cannot be read for the first page.
Unknown parameters are passed over, as Twilio does.
`
  await expect(text).toMatchFileSnapshot("../../../docs/EMULATOR-REST.md")
})
