// What may stand behind # in a webhook URL, and what Twilio says to the rest (facts 5.5).
import { expect, test } from "vitest"
import { readConnectionOverrides } from "./connection-overrides.ts"

const read = (fragment: string) => readConnectionOverrides(`https://app.example/voice${fragment}`)

test("nothing asked for: 5 s to connect, 15 s to answer and in all, one retry of a connection", () => {
  expect(read("")).toEqual({
    connectTimeoutMs: 5_000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retries: 1,
    policies: new Set(["ct"]),
    sni: true,
    complaints: [],
  })
})

test("everything asked for", () => {
  expect(read("#ct=2000&rt=3000&tt=4000&rc=3&rp=4xx,5xx&e=dublin,tokyo&sni=n")).toMatchObject({
    connectTimeoutMs: 2_000,
    readTimeoutMs: 3_000,
    totalTimeoutMs: 4_000,
    retries: 3,
    policies: new Set(["4xx", "5xx"]),
    sni: false,
    complaints: [],
  })
  expect(read("#rp=all").policies).toEqual(new Set(["4xx", "5xx", "ct", "rt"]))
})

test("limits are kept, and what is no number has the default", () => {
  expect(read("#ct=1&rt=99999&tt=-5&rc=9")).toMatchObject({
    connectTimeoutMs: 100,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retries: 5,
  })
})

test("an unknown edge is 11241, an unknown policy 11243", () => {
  expect(read("#e=moon&rp=ct,sometimes").complaints.map(({ code }) => code)).toEqual([11241, 11243])
})
