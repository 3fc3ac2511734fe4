// Without .json the API answers XML: resources, lists and errors (facts 1.1).
import { XMLParser } from "fast-xml-parser"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

beforeEach(async () => {
  bench = await startBench()
})

afterEach(() => bench.close())

async function get(path: string) {
  const { account, url } = bench.emulator
  const response = await fetch(`${url}/2010-04-01/Accounts/${account.sid}${path}`, {
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.authToken}`)}` },
  })
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", parseTagValue: false })
  expect(response.headers.get("content-type")).toMatch(/^application\/xml/)
  return { status: response.status, body: parser.parse(await response.text()).TwilioResponse }
}

test("one resource", async () => {
  const sid = await bench.talk()
  const { status, body } = await get(`/Calls/${sid}`)
  expect(status).toBe(200)
  expect(body.Call).toMatchObject({ Sid: sid, Status: "in-progress", EndTime: "", Direction: "inbound" })
  expect(body.Call.SubresourceUris.Payments).toMatch(/\/Payments$/)
  expect(body.Call.Uri).toMatch(new RegExp(`/Calls/${sid}$`))
  expect((await get("")).body.Account).toMatchObject({ Type: "Full" })
})

test("a list, with its page as attributes", async () => {
  await bench.talk()
  const { body } = await get("/Calls?PageSize=1")
  expect(body.Calls).toMatchObject({ "@page": "0", "@pagesize": "1", "@start": "0", "@end": "0" })
  expect(body.Calls["@nextpageuri"]).toMatch(/\/Calls\?PageSize=1&Page=1&PageToken=PA/)
  expect(body.Calls.Call.Sid).toMatch(/^CA/)
})

test("an error", async () => {
  const { status, body } = await get("/Calls/CA00")
  expect(status).toBe(404)
  expect(body.RestException).toEqual({
    Code: "20404",
    Message: `The requested resource /2010-04-01/Accounts/${bench.emulator.account.sid}/Calls/CA00 was not found`,
    MoreInfo: "https://www.twilio.com/docs/errors/20404",
    Status: "404",
  })
})
