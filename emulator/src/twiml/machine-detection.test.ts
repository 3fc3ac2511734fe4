// A Dial that asks who answered: the parties talk meanwhile, and amdStatusCallback is told.
import { afterEach, expect, test } from "vitest"
import { ADA, BEN, type Bench, FAST, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

async function dialling(noun: string): Promise<string> {
  const pace = { ...FAST, helloMs: 800, greetingMs: 5_000 }
  const forward = `<Response><Dial action="/finished">${noun}</Dial></Response>`
  bench = await startBench({ "/forward": forward, "/amd": 204 }, { pace })
  const callSid = await bench.call()
  await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  return callSid
}

const codes = async () => JSON.stringify((await bench.control("/diary")).body)

test.each([
  ["Number", ADA, `machineDetection="Enable"`, "machine_start", "2400"],
  ["Sip", "sip:ada@example.com", `machineDetection="DetectMessageEnd"`, "machine_end_beep", "5000"],
  ["Number", ADA, `machineDetection="DetectMessageEnd" machineDetectionTimeout="4"`, "unknown", "4000"],
])("<%s>%s %s: %s after %s ms, while they talk", async (name, address, attributes, told, duration) => {
  const callSid = await dialling(`<${name} ${attributes} amdStatusCallback="/amd">${address}</${name}>`)
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.control(`/calls/${callSid}/answer`, { answeredBy: "machine_end_beep" })
  const { legs } = await bench.until(callSid, ({ talking }) => talking)
  await bench.emulator.clock.advance(Number(duration) - 1)
  expect(bench.app.at("/amd")).toEqual([])
  await bench.emulator.clock.advance(1)
  const [posted] = await bench.app.waitFor("/amd")
  expect(posted).toMatchObject({ method: "POST", signed: true })
  expect(posted?.params).toEqual({
    CallSid: legs[0]?.callSid,
    AccountSid: bench.emulator.account.sid,
    AnsweredBy: told,
    MachineDetectionDuration: duration,
  })
  expect((await bench.view(callSid)).legs[0]?.answeredBy).toBe(told)
})

test("by code: who answers is said of the phone that is named", async () => {
  bench = await startBench({
    "/forward": `<Response><Dial><Number>${BEN}</Number><Number machineDetection="Enable" amdStatusCallback="/amd">${ADA}</Number></Dial></Response>`,
    "/amd": 204,
  })
  const call = await bench.emulator.call()
  await call.until(({ legs }) => legs.length === 2 && legs.every(({ status }) => status === "ringing"))
  expect(call.view().legs.map(({ detectsMachines }) => detectsMachines)).toEqual([false, true])
  bench.emulator.clock.set({ mode: "virtual" })
  await call.answer(ADA, "fax")
  await bench.emulator.clock.advance(800)
  expect((await bench.app.waitFor("/amd"))[0]?.params).toMatchObject({ AnsweredBy: "fax" })
})

test.each([
  [`machineDetection="Maybe" amdStatusCallback="/amd"`, 12200],
  [`machineDetection="Enable"`, 21262],
  [`machineDetection="Enable" amdStatusCallback="mailto:ada"`, 12200],
  [`machineDetection="Enable" machineDetectionTimeout="soon" amdStatusCallback="/amd"`, 12200],
  [`machineDetection="Enable" asyncAmd="true" amdStatusCallback="/amd"`, 21263],
])("<Number %s> is the warning %i, and they talk", async (attributes, code) => {
  const callSid = await dialling(`<Number ${attributes}>${ADA}</Number>`)
  await bench.control(`/calls/${callSid}/answer`, {})
  await bench.until(callSid, ({ talking }) => talking)
  expect(await codes()).toContain(`"code":${code}`)
})
