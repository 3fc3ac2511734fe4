// Twilio's helper libraries of other languages, where the machine has them (Debian: apt-get install python3-twilio).
import { execFile, execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterEach, expect, test } from "vitest"
import { ADA, type Bench, NUMBER, startBench } from "../testing/bench.ts"
import { signRequest } from "../webhook/signature.ts"

const SCRIPT = fileURLToPath(new URL("../testing/languages/helper_library.py", import.meta.url))
let bench: Bench

afterEach(() => bench?.close())

/** The Python that has the library: Debian's own before one that a version manager put in front of it. */
function pythonWithTwilio(): string | undefined {
  return ["/usr/bin/python3", "python3"].find((python) => {
    try {
      execFileSync(python, ["-c", "import twilio"], { stdio: "ignore" })
      return true
    } catch {
      return false
    }
  })
}

const python = pythonWithTwilio()

test("Python: every kind of resource, pages, errors, and the same signature", async (context) => {
  if (python === undefined)
    return context.skip("no Python with the package twilio: apt-get install python3-twilio")
  bench = await startBench()
  const { account, url } = bench.emulator
  const callSid = await bench.talk()
  const { stdout } = await promisify(execFile)(python, [
    SCRIPT,
    url,
    account.sid,
    account.authToken,
    callSid,
    NUMBER,
    ADA,
  ])
  expect(JSON.parse(stdout)).toEqual({
    account: "active",
    call: "in-progress",
    payment: "PK",
    channels: 2,
    queues: ["a", "b", "c"],
    placed: "queued",
    numbers: 1,
    error: [404, 20404],
    signature: signRequest("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", [
      ["CallSid", "CA1234567890ABCDE"],
    ]),
  })
})
