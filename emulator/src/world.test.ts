// A long-lived emulator does not grow: of the calls that ended, the newest 500 are kept with all that hangs on them.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "./testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

test("the oldest ended calls are forgotten, with their payments, recordings and timelines; a live one never", async () => {
  bench = await startBench({
    "/forward": `<Response><Dial record="record-from-answer">+15550001001</Dial></Response>`,
  })
  const live = await bench.talk()
  const first = await bench.talk()
  const payment = await bench.client.calls(first).payments.create({
    idempotencyKey: "k",
    statusCallback: `${bench.app.url}/pay`,
  })
  await bench.client.calls(first).update({ status: "completed" })
  expect(await bench.client.calls(first).recordings.list()).toHaveLength(1)
  bench.app.routes["/forward"] = "<Response/>"
  const sids: string[] = []
  for (let number = 0; number < 500; number++) sids.push(await bench.call())
  await bench.until(sids.at(-1) ?? "", ({ status }) => status === "completed")

  const { calls } = (await bench.control("/calls")).body as { calls: { callSid: string }[] }
  expect(calls.map(({ callSid }) => callSid).sort()).toEqual([live, ...sids].sort())
  expect((await bench.control(`/calls/${first}`)).status).toBe(404)
  expect((await bench.control(`/calls/${first}/timeline`)).status).toBe(404)
  const refused = { status: 404, code: 20404 }
  const gone = bench.client.calls(first)
  await expect(gone.fetch()).rejects.toMatchObject(refused)
  await expect(gone.recordings.list()).rejects.toMatchObject(refused)
  const update = { idempotencyKey: "k2", statusCallback: `${bench.app.url}/pay`, status: "cancel" } as const
  await expect(gone.payments(payment.sid).update(update)).rejects.toMatchObject(refused)
  expect(await bench.client.calls.list({ parentCallSid: first })).toEqual([])
})
