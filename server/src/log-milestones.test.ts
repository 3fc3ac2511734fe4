// What the log says of a call and its payment: where each begins and ends, under its ids, and nothing about people or money.
import { afterAll, expect, it } from "vitest"
import { caller, eventually, startApp } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

const lines: Record<string, unknown>[] = []
const server = await startApp({ logged: (line) => lines.push(JSON.parse(line)) })
afterAll(() => server.close())

it("a call and a payment are found in the log from beginning to end", async () => {
  const ada = await openScreen(await server.listen(), await server.signIn("ada"))
  const callSid = await server.ring("ada")
  await server.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" })
  expect(await ada.ask("initiate", { callSid, amount: "98.76", tip: "" })).toEqual({ ok: true })
  await server.finish(callSid)
  await eventually(() => expect(ada.told(callSid)).toContain("CallEnded"))
  closeScreens()
  const paymentId = (await server.call(callSid))?.payments[0]?.paymentId
  const of = lines.filter((line) => line.callSid === callSid)
  expect(of.map(({ msg, paymentId: payment }) => [msg, payment])).toEqual([
    ["a call rings", undefined],
    ["a payment was opened", paymentId],
    ["a call has ended", undefined],
    ["a payment was cancelled", paymentId],
  ])
  for (const secret of [caller, "98.76", "9876"]) expect(JSON.stringify(of)).not.toContain(secret)
})
