// TwiML is read in order, with entities resolved; what is not TwiML says why.
import { expect, test } from "vitest"
import { parseTwiml } from "./parse-twiml.ts"

test("keeps the order of verbs and resolves entities in text and attributes", () => {
  const parsed = parseTwiml(
    `<?xml version="1.0" encoding="UTF-8"?><!-- hi --><Response><Say>A &amp; B</Say><Dial action="/a?b=1&amp;c=2"><Number>+1555</Number></Dial><Say>0123</Say></Response>`,
  )
  expect(parsed).toMatchObject({
    ok: true,
    verbs: [
      { name: "Say", text: "A & B" },
      {
        name: "Dial",
        attributes: { action: "/a?b=1&c=2" },
        text: "",
        children: [{ name: "Number", text: "+1555" }],
      },
      { name: "Say", text: "0123" },
    ],
  })
})

test("an empty Response has no verbs", () => {
  expect(parseTwiml("<Response/>")).toEqual({ ok: true, verbs: [] })
})

test.each(["", "<Response><Say>", "<Answer/>", "hello", "<Response/><Response/>"])(
  "%s is error 12100",
  (xml) => {
    expect(parseTwiml(xml)).toMatchObject({ ok: false, code: 12100 })
  },
)
