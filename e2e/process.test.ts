// The process itself: starting, what it says when it cannot, stopping, what it leaves behind.
import { execFileSync } from "node:child_process"
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import { call, emulatedCalls } from "./caller.ts"
import { freePort } from "./free-port.ts"
import { run, runNode } from "./run.ts"
import { startDemo } from "./system.ts"

async function settings(): Promise<Record<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), "agentpay-e2e-"))
  return { PORT: String(await freePort()), EMULATOR_PORT: String(await freePort()), DATA_DIR: dataDir }
}

/** Starts the server, which must end by itself; what it said, without the empty last line. */
async function startInVain(environment: Record<string, string>): Promise<string> {
  const server = runNode("server/src/main.ts", environment)
  expect(await server.ended).toBe(1)
  return server.said().trimEnd()
}

test("the start says where everything is, ends with the ready line, and SIGTERM and SIGINT stop it cleanly", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const system = await startDemo()
    const said = system.server.said()
    expect(said.trimEnd().split("\n").at(-1)).toBe(`AgentPay is ready on ${system.consoleUrl}`)
    for (const part of [
      system.phonesUrl,
      "ada@example.com",
      "ben@example.com",
      "sam@example.com",
      "agentpay-demo-1",
    ])
      expect(said).toContain(part)
    expect(said).toContain(`${system.consoleUrl}/forward`)
    const began = Date.now()
    expect(await system.server.stop(signal)).toBe(0)
    expect(Date.now() - began).toBeLessThan(5_000)
    await expect(fetch(system.phonesUrl)).rejects.toThrow()
  }
})

test("npm start finds yesterday's data, and the signal that npm gets stops everything", async () => {
  const environment = await settings()
  const consoleUrl = `http://localhost:${environment.PORT}`
  for (const day of ["yesterday", "today"]) {
    const started = run("npm", ["start"], environment)
    await started.saying(`AgentPay is ready on ${consoleUrl}`)
    const headers = { "content-type": "application/json", origin: consoleUrl }
    const signIn = (password: string) =>
      fetch(`${consoleUrl}/api/auth/sign-in/email`, {
        method: "POST",
        headers,
        body: JSON.stringify({ email: "ada@example.com", password }),
      })
    const cookie = (await signIn(day === "yesterday" ? "agentpay-demo-1" : "changed-yesterday-1")).headers
    expect(cookie.getSetCookie().join()).toContain("session_token")
    if (day === "yesterday") {
      const change = { currentPassword: "agentpay-demo-1", newPassword: "changed-yesterday-1" }
      const session = cookie.getSetCookie().map((set) => set.split(";")[0])
      const changed = await fetch(`${consoleUrl}/api/auth/change-password`, {
        method: "POST",
        headers: { ...headers, cookie: session.join("; ") },
        body: JSON.stringify(change),
      })
      expect(changed.status).toBe(200)
    }
    await started.stop()
    await expect(fetch(consoleUrl)).rejects.toThrow()
    await expect(fetch(`http://localhost:${environment.EMULATOR_PORT}`)).rejects.toThrow()
  }
})

test("a taken port ends the start with one line that says what to change", async () => {
  for (const taken of ["PORT", "EMULATOR_PORT"] as const) {
    const environment = await settings()
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(Number(environment[taken]), "localhost", resolve))
    const said = await startInVain(environment)
    expect(said.split("\n")).toHaveLength(1)
    expect(said).toContain(taken)
    expect(said).toContain(String(environment[taken]))
    blocker.close()
  }
})

test("an unusable data directory and wrong settings end it with one line each", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "agentpay-e2e-")), "not-a-directory")
  await writeFile(file, "")
  const wrong: [Record<string, string>, RegExp][] = [
    [{ DATA_DIR: file }, /DATA_DIR|not-a-directory/],
    [{ PORT: "seventy" }, /PORT/],
    [{ CURRENCY: "EURO" }, /CURRENCY/],
    [{ CAPTURE_ORDER: "security-code,payment-card-number,expiration-date" }, /CAPTURE_ORDER/],
    [{ TWILIO_ACCOUNT_SID: `AC${"1".repeat(32)}` }, /TWILIO_AUTH_TOKEN/],
    [{ PUBLIC_URL: "example.com" }, /PUBLIC_URL/],
  ]
  for (const [setting, expected] of wrong) {
    const said = await startInVain({ ...(await settings()), ...setting })
    expect(said).toMatch(expected)
    expect(said.split("\n")).toHaveLength(1)
  }
  // Root may write anywhere, so only others can see this refusal.
  if (process.getuid?.() !== 0) {
    const environment = await settings()
    await chmod(environment.DATA_DIR ?? "", 0o500)
    expect(await startInVain(environment)).toContain(environment.DATA_DIR)
  }
})

test("a second start on the same data directory is refused while the first runs", async () => {
  const system = await startDemo()
  const environment = await settings()
  const said = await startInVain({ ...environment, DATA_DIR: system.dataDir })
  expect(said.split("\n")).toHaveLength(1)
  expect(said).toContain(system.dataDir)
  await system.stop()
})

test("the demo's emulator gets none of the server's secrets, and ends with it even after kill -9", async () => {
  const system = await startDemo({
    AUTH_SECRET: "s3cret-of-the-server-s3cret-of-the-server",
    EMULATOR_CONNECTORS: "Mine",
  })
  const pid = system.server.child.pid
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n")
  const [emulatorPid] =
    rows.map((row) => row.trim().split(/\s+/).map(Number)).find(([, parent]) => parent === pid) ?? []
  const environment = await readFile(`/proc/${emulatorPid}/environ`, "utf8")
  expect(environment).not.toContain("s3cret-of-the-server")
  expect(environment).toContain("EMULATOR_CONNECTORS=Mine")
  system.server.child.kill("SIGKILL")
  await expect
    .poll(
      () =>
        fetch(system.phonesUrl).then(
          () => "answers",
          () => "gone",
        ),
      { timeout: 20_000 },
    )
    .toBe("gone")
})

/** Resident memory of the process and its children, bytes. */
function residentBytes(pid: number): number {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,rss="], { encoding: "utf8" }).trim().split("\n")
  const processes = rows.map((row) => row.trim().split(/\s+/).map(Number))
  const family = processes.filter(([id, parent]) => id === pid || parent === pid)
  return family.reduce((sum, [, , kilobytes = 0]) => sum + kilobytes * 1024, 0)
}

test("the whole demo at rest takes less than 400 MB", async () => {
  const system = await startDemo()
  expect(residentBytes(system.server.child.pid ?? 0)).toBeLessThan(400 * 1024 ** 2)
  await system.stop()
})

test("webhooks without Twilio's signature get 403 and change nothing", async () => {
  const system = await startDemo()
  for (const path of ["/forward", "/answered", "/finished", "/payresult"]) {
    const body = new URLSearchParams({
      CallSid: `CA${"0".repeat(32)}`,
      From: "+15551230001",
      To: "+15550001000",
    })
    const unsigned = await fetch(system.consoleUrl + path, { method: "POST", body })
    expect(unsigned.status).toBe(403)
    const headers = { "x-twilio-signature": "c2lnbmVkIGJ5IG5vYm9keQ==" }
    expect((await fetch(system.consoleUrl + path, { method: "POST", body, headers })).status).toBe(403)
  }
  // Nobody is signed in, and no unsigned call took an agent or a phone.
  const unheard = await call(system.phonesUrl, "+15551230777")
  expect((await emulatedCalls(system.phonesUrl)).map(({ callSid }) => callSid)).toEqual([unheard.callSid])
  await system.stop()
})
