// What createEmulator refuses: a program in JavaScript has no compiler that tells.
import { expect, test } from "vitest"
import { createEmulator, type EmulatorOptions } from "./emulator.ts"

test.each<[unknown, string]>([
  [{ prot: 1 }, "createEmulator has an unknown key prot: expected port, host, sid"],
  [{ host: "" }, `"host" must be a host name or address, not "".`],
  [{ sid: "AC1" }, `"sid" must be AC and 32 hex digits, not "AC1".`],
  [{ numbers: { "+15550001000": "voice" } }, `"numbers.+15550001000" must be an absolute http or https URL`],
  [{ time: { speed: -1 } }, `"time.speed" must be 0.001 or more.`],
  [
    { connectors: { Mine: { kind: "generic" } } },
    `"connectors.Mine.url" is missing: it must be an absolute http or https URL.`,
  ],
  [
    { faults: [{ on: "moon" }] },
    `"faults.0.on" must be "webhook", "connection", "rest", "gateway", or "caller"`,
  ],
  [{ switches: { "PCI mode": "no" } }, `The switch "PCI mode" can be "on", "off", not "no".`],
])("%o is refused in words", async (options, words) => {
  await expect(createEmulator(options as EmulatorOptions)).rejects.toThrow(words)
})

test("its URL and its guard know the host it listens on", async () => {
  const emulator = await createEmulator({ port: 0, host: "127.0.0.1" })
  expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`)
  expect((await fetch(`${emulator.url}/emulator/calls`)).status).toBe(200)
  await emulator.close()
  const everywhere = await createEmulator({ port: 0, host: "0.0.0.0" })
  expect(everywhere.url).toBe(`http://localhost:${everywhere.port}`)
  await everywhere.close()
})

test("a connector may be a function, a description, or none", async () => {
  const emulator = await createEmulator({
    port: 0,
    connectors: {
      Mine: async () => ({ result: "succeeded", confirmationCode: "c1", token: "", profileId: "" }),
      Theirs: { kind: "scripted", answers: [{ errorCode: "no" }] },
      Default: null,
    },
  })
  await emulator.close()
})
