// Calls of the REST API through the official client (facts 1.5, 1.11, 8).
import twilio from "twilio"
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, type Bench, CUSTOMER, startBench } from "../testing/bench.ts"

let bench: Bench

beforeEach(async () => {
  bench = await startBench({ "/other": "<Response><Say>Elsewhere</Say></Response>" })
})

afterEach(() => bench.close())

test("fetches a call with every field, and lists with filters and pages", async () => {
  const callSid = await bench.talk()
  const call = await bench.client.calls(callSid).fetch()
  expect(call).toMatchObject({
    status: "in-progress",
    direction: "inbound",
    from: CUSTOMER,
    parentCallSid: null,
  })
  expect(call.dateCreated.getTime()).toBeGreaterThan(Date.now() - 10_000)
  const children = await bench.client.calls.list({ parentCallSid: callSid })
  expect(children).toMatchObject([{ to: ADA, direction: "outbound-dial", status: "in-progress" }])
  expect(await bench.client.calls.list({ status: "busy" })).toEqual([])
  expect(await bench.client.calls.list({ to: ADA, from: CUSTOMER })).toHaveLength(1)
  expect(await bench.client.calls.list({ startTimeAfter: new Date(Date.now() + 86_400_000 * 2) })).toEqual([])
  expect(await bench.client.calls.list({ startTimeBefore: new Date(Date.now() - 86_400_000 * 2) })).toEqual(
    [],
  )
  const page = await bench.client.calls.page({ pageSize: 1 })
  expect(page.instances).toHaveLength(1)
  const next = await page.nextPage()
  expect(next?.instances[0]?.sid).toBe(callSid)
  expect(await next?.nextPage()).toBeUndefined()
})

test("an API key opens the account too; anything else is 20003", async () => {
  const { account, url } = bench.emulator
  const byKey = twilio(account.apiKey, account.apiSecret, { accountSid: account.sid })
  byKey.api.baseUrl = url
  expect(await byKey.calls.list()).toEqual([])
  const wrong = twilio(account.sid, "wrong")
  wrong.api.baseUrl = url
  await expect(wrong.calls.list()).rejects.toMatchObject({ status: 401, code: 20003 })
  const foreign = twilio(account.apiKey, account.apiSecret, { accountSid: `AC${"9".repeat(32)}` })
  foreign.api.baseUrl = url
  await expect(foreign.calls.list()).rejects.toMatchObject({ status: 404, code: 20404 })
})

test("without credentials the answer is the one captured from real Twilio, byte for byte", async () => {
  const { account, url } = bench.emulator
  const response = await fetch(`${url}/2010-04-01/Accounts/${account.sid}/Calls.json`)
  expect(response.status).toBe(401)
  expect(response.headers.get("www-authenticate")).toBe(`Basic realm="Twilio API"`)
  expect(await response.text()).toBe(
    `{"code":20003,"detail":"","message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`,
  )
})

test("Status=completed ends both legs; an ended call refuses the next update", async () => {
  const callSid = await bench.talk()
  const ended = await bench.client.calls(callSid).update({ status: "completed" })
  expect(ended.status).toBe("completed")
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({ DialCallStatus: "completed" })
  await expect(bench.client.calls(callSid).update({ status: "completed" })).rejects.toMatchObject({
    status: 400,
    code: 21220,
  })
})

test("Status=canceled ends a ringing phone, but no call in progress", async () => {
  const callSid = await bench.call()
  const { legs } = await bench.until(callSid, (call) => call.legs[0]?.status === "ringing")
  const child = legs[0]?.callSid ?? ""
  expect(await bench.client.calls(child).update({ status: "canceled" })).toMatchObject({ status: "canceled" })
  const other = await bench.talk()
  await expect(bench.client.calls(other).update({ status: "canceled" })).rejects.toMatchObject({
    code: 21220,
  })
})

test("Url and Twiml send the caller elsewhere and release the agent", async () => {
  const callSid = await bench.talk()
  await bench.client.calls(callSid).update({ url: `${bench.app.url}/other` })
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard).toMatchObject([{ text: "Elsewhere" }])
  expect(call.legs).toMatchObject([{ status: "completed" }])
  expect(bench.app.at("/finished")).toEqual([])
  const second = await bench.talk()
  await bench.client.calls(second).update({ twiml: "<Response><Say>Inline</Say></Response>" })
  const inline = await bench.until(second, ({ status }) => status === "completed")
  expect(inline.heard).toMatchObject([{ text: "Inline" }])
})

test("an update may name a fallback, who is told of the end, and how long the call may last", async () => {
  const { client, app, emulator } = bench
  app.routes["/fallback"] = `<Response><Say>Fallen back</Say><Pause length="600"/></Response>`
  const callSid = await bench.talk()
  await client.calls(callSid).update({ url: `${app.url}/nowhere`, fallbackUrl: `${app.url}/fallback` })
  await bench.until(callSid, ({ heard }) => heard.at(-1)?.text === "Fallen back")
  emulator.clock.set({ mode: "virtual" })
  await client.calls(callSid).update({ statusCallback: `${app.url}/status`, timeLimit: 61 })
  await emulator.clock.advance(60_000)
  expect((await bench.view(callSid)).status).toBe("in-progress")
  await emulator.clock.advance(1_100)
  expect((await app.waitFor("/status"))[0]?.params).toMatchObject({
    CallSid: callSid,
    CallStatus: "completed",
    CallDuration: "61",
    Duration: "2",
  })
})

test("sending the agent's leg elsewhere ends the dial, not the agent", async () => {
  const callSid = await bench.talk()
  const child = (await bench.view(callSid)).legs[0]?.callSid ?? ""
  await bench.client
    .calls(child)
    .update({ twiml: "<Response><Say>Alone</Say><Pause length='60'/></Response>" })
  await bench.app.waitFor("/finished")
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.legs).toMatchObject([{ status: "in-progress", heard: [{ text: "Alone" }] }])
})

test("what is not there is 404/20404 with the path, a wrong method 405/20004, and the diary tells what there is", async () => {
  await expect(bench.client.calls(`CA${"0".repeat(32)}`).fetch()).rejects.toMatchObject({
    status: 404,
    code: 20404,
    message: `The requested resource /2010-04-01/Accounts/${bench.emulator.account.sid}/Calls/CA${"0".repeat(32)}.json was not found`,
    moreInfo: "https://www.twilio.com/docs/errors/20404",
  })
  await expect(bench.client.addresses.list()).rejects.toMatchObject({ status: 404, code: 20404 })
  await expect(bench.client.api.v2010.account.update({ friendlyName: "other" })).rejects.toMatchObject({
    status: 405,
    code: 20004,
  })
  const { body } = await bench.control("/diary")
  expect(JSON.stringify(body)).toContain("Addresses.json is not emulated; the emulator serves GET .json")
  expect(JSON.stringify(body)).toContain("GET, POST, DELETE /Calls/{CallSid}/Recordings/{RecordingSid}.json")
})
