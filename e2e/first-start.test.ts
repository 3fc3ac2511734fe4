// The first start, killed at any moment: the next one finds its data whole.
import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { expect, test } from "@playwright/test"
import { freePort } from "./free-port.ts"
import { runNode } from "./run.ts"

const twilio = { TWILIO_ACCOUNT_SID: `AC${"5".repeat(32)}`, TWILIO_AUTH_TOKEN: "never called" }

test("kill -9 while it starts for the first time", async () => {
  test.setTimeout(300_000)
  for (let trial = 0; trial < 4; trial++) {
    const dataDir = await mkdtemp(join(tmpdir(), "agentpay-e2e-"))
    const environment = { ...twilio, DATA_DIR: dataDir, PUBLIC_URL: "http://localhost:1" }
    const start = async () =>
      runNode("server/src/main.ts", { ...environment, PORT: String(await freePort()) })
    // Wherever it is after so long: before the first file, between the tables, or ready.
    for (let kill = 0; kill < 5; kill++) {
      const server = await start()
      await Promise.race([wait(100 + Math.random() * 1_500), server.saying("AgentPay is ready")])
      await server.stop("SIGKILL")
    }
    const who = ["--email", "ada@example.com", "--name", "Ada", "--phone", "+15550001001"]
    const creating = runNode("server/src/create-user.ts", environment, who)
    expect([await creating.ended, creating.said()]).toEqual([0, expect.stringContaining("Ada can sign in")])
    const server = await start()
    await server.saying("AgentPay is ready")
    expect(await server.stop()).toBe(0)
  }
})
