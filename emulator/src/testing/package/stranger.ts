// A stranger's TypeScript against the installed package's types; compiled by the package test, never run.
import { createEmulator, type Emulator } from "agentpay-emulator"

const emulator: Emulator = await createEmulator({
  port: 0,
  numbers: { "+15550001000": { voiceUrl: "http://localhost:3000/voice", voiceMethod: "GET" } },
})
const call = await emulator.call({ from: "+15551230001" })
const keyed: number = await call.keys("123")
const texts: string[] = call.heard()
const result: string | undefined = (await call.until((view) => view.status === "completed")).payment?.result
// @ts-expect-error a misspelt option does not compile
await createEmulator({ prot: 0 })
console.log(keyed, texts, result)
