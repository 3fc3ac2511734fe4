// R7: whom a call names is kept, a card number in the same field is not.
import { expect, it } from "vitest"
import { isPhone, readCallSid, readParty } from "./who-calls.ts"

const from = (From: string) => readParty({ From }, "From")

it.each([
  "+15551230001",
  "+4915123456789",
  "+390612345678",
  "client:ada",
  "sip:ada@example.com",
  "+266696687",
  "",
])("%s is kept", (value) => expect(from(value)).toBe(value))

it.each([
  "4242424242424242",
  "+4242424242424242",
  "4242 4242 4242 4242",
  "+378282246310005",
  "378282246310005",
  "36227206271667",
  "sip:4242424242424242@example.com",
  "client:4242-4242-4242-4242",
])("%s is not", (value) => expect(from(value)).not.toMatch(/\d{5}/))

it("a phone number of fifteen digits that no card could have is one, and Fwd may name it", () => {
  expect(isPhone("+123456789012345")).toBe(true)
  expect(isPhone("378282246310005")).toBe(false)
})

it("what is no SID is no call", () => {
  const sid = `CA${"0a".repeat(16)}`
  expect(readCallSid({ CallSid: sid })).toBe(sid)
  for (const CallSid of ["", "4242424242424242", `${sid}0`, `XX${sid.slice(2)}`, ["x"], { a: 1 }])
    expect(readCallSid({ CallSid })).toBe("")
})
