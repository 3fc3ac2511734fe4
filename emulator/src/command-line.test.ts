// The command line and the config file: what wins over what, and what is said of a mistake.
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { HELP, readCommandLine } from "./command-line.ts"
import { checkConfig } from "./config-file.ts"

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-config-"))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (line: string, environment = {}) => readCommandLine(line.split(" ").filter(Boolean), environment)

async function config(content: unknown): Promise<string> {
  const path = join(folder, "emulator.json")
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

test("flags are settings", () => {
  const line =
    "--port 0 --number +15550002000=http://localhost:3000/v?a=b --number +15550002001=https://app/v " +
    "--phone +15550001001=Ada --connector PGP_MOCK --auth-token abc --host 127.0.0.1 --allowed-host box"
  expect(read(line)).toMatchObject({
    kind: "serve",
    options: {
      port: 0,
      numbers: { "+15550002000": "http://localhost:3000/v?a=b", "+15550002001": "https://app/v" },
      phones: { "+15550001001": "Ada" },
      connectors: ["PGP_MOCK"],
      authToken: "abc",
      host: "127.0.0.1",
      allowedHosts: ["box"],
    },
  })
})

test("flags win over the file, the file over variables, variables over defaults", async () => {
  const path = await config({ port: 2, authToken: "file", numbers: { "+15550003000": "http://app/v" } })
  const environment = { EMULATOR_PORT: "1", EMULATOR_AUTH_TOKEN: "env", EMULATOR_API_SECRET: "env-secret" }
  expect(read(`--config ${path} --port 3`, environment)).toMatchObject({
    options: {
      port: 3,
      authToken: "file",
      apiSecret: "env-secret",
      numbers: { "+15550003000": "http://app/v" },
      sid: "AC00000000000000000000000000005051",
    },
  })
})

test.each([
  [
    "--port many",
    `agentpay-emulator: --port must be a port number from 0 to 65535 (0 = any free port), not "many".`,
  ],
  ["--port 70000", "--port must be a port number"],
  ["--account-sid AC1", `--account-sid must be AC and 32 hex digits, not "AC1".`],
  ["--number +15550001000", "write it like --number +15550001000=http://localhost:3000/voice."],
  ["--number 5550001000=http://app/v", `must be a phone number like "+15551230001"`],
  ["--number +15550001000=app/voice", `--number +15550001000 must be an absolute http or https URL`],
  ["--phone Ada", `"Ada": write it like --phone +15550001001=Ada.`],
  ["--allowed-host http://box", "--allowed-host must be a host name without scheme and port"],
  ["--ca /nowhere/ca.pem", "/nowhere/ca.pem cannot be read: there is no such file."],
  ["--seed 7", "--seed belongs to a run: agentpay-emulator run SCENARIO --seed."],
  ["--no-agent", "--no-agent belongs to a run: agentpay-emulator run SCENARIO --no-agent."],
  ["--port -1", "Option '--port' argument is ambiguous. See agentpay-emulator --help."],
  ["--prot 1", "Unknown option '--prot'. See agentpay-emulator --help."],
  ["dance", `"dance" is not a command. See agentpay-emulator --help.`],
  ["run", "run takes the name of one scenario"],
  ["run a b", "run takes the name of one scenario"],
  ["run a --seed x", "--seed x: it is a whole number."],
  ["--config /nowhere/x.json", "/nowhere/x.json cannot be read: there is no such file."],
])("%s is refused in one line", (line, words) => {
  expect(() => read(line)).toThrow(words)
  expect(() => read(line)).toThrow(/^[^\n]*$/)
})

test.each<[unknown, string]>([
  [{ prot: 1 }, "emulator.json: It has an unknown key prot: expected port, host, authToken"],
  [{ phones: ["Ada"] }, `"phones" must be an object of phone numbers and names`],
  [
    { numbers: { "+15550001000": { voiceURL: "http://app" } } },
    `"numbers.+15550001000" has an unknown key voiceURL: expected voiceUrl, voiceMethod,`,
  ],
  [{ host: "" }, `"host" must be a host name or address, not "".`],
  [{ connectors: [""] }, `"connectors.0" must be a name`],
  [{ time: { speed: "10" } }, `"time.speed" must be a number.`],
  [{ time: { speed: 0 } }, `"time.speed" must be 0.001 or more.`],
  [{ time: { mode: "virtal" } }, `"time.mode" must be "real" or "virtual", not "virtal".`],
  [{ connectors: "Mine" }, `"connectors" must be a list of names, or an object`],
  [
    { connectors: { Mine: { kind: "genric" } } },
    `"connectors.Mine.kind" must be "stripe-test", "generic", "scripted", or "stripe", not "genric".`,
  ],
  [{ connectors: { Mine: { kind: "generic" } } }, `"connectors.Mine.url" is missing: it must be an absolute`],
  [
    { connectors: { Mine: { kind: "stripe-test", ca: {} } } },
    `"connectors.Mine" has an unknown key ca: expected kind, can.`,
  ],
  [{ faults: [{ on: "gatewy" }] }, `"faults.0.on" must be "webhook", "connection",`],
  [
    { faults: [{ on: "gateway", do: { action: "slow" } }] },
    `"faults.0.do.ms" is missing: it must be a number.`,
  ],
  [{ faults: [{ on: "rest", nth: 0, do: { action: "cut" } }] }, `"faults.0.nth" must be 1 or more.`],
  [[], "It must be a JSON object with port, host"],
  ["{,}", "is not valid JSON"],
])("a config file with %o is refused in words", async (content, words) => {
  const path = await config(content)
  expect(() => read(`--config ${path}`)).toThrow(words)
})

test("a secret is never repeated", () => {
  expect(() => readCommandLine(["--auth-token", "my secret"], {})).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("my secret") }),
  )
})

test("run names a scenario and a seed", () => {
  expect(read("run visa --seed 7 --port 0")).toMatchObject({
    kind: "run",
    scenario: "visa",
    play: { seed: 7, agent: true },
    options: { port: 0 },
  })
  expect(read("run list")).toMatchObject({ kind: "run", scenario: "list", play: { agent: true } })
  expect(read("run visa --to +15550001000 --no-agent")).toMatchObject({
    play: { to: "+15550001000", agent: false },
  })
})

test("help and version win over everything else", () => {
  expect(read("--help --port x")).toEqual({ kind: "help" })
  expect(read("-v")).toEqual({ kind: "version" })
  expect(HELP).not.toMatch(/^.{111}/m)
})

test("a config file may hold connectors, switches, faults and how time runs", () => {
  const config = {
    connectors: { Mine: { kind: "generic", url: "http://localhost:1/pay" } },
    switches: { "PCI mode": "off" },
    faults: [{ on: "gateway", do: { action: "silence" } }],
    time: { speed: 10 },
  }
  expect(checkConfig(config, "x.json")).toMatchObject({ switches: config.switches, time: { speed: 10 } })
  expect(() => checkConfig({ switches: { "PCI mode": 1 } }, "x.json")).toThrow(
    'x.json: The switch "PCI mode"',
  )
  expect(() => checkConfig({ faults: [{ on: "moon" }] }, "x.json")).toThrow("x.json")
  const live = { connectors: { S: { kind: "stripe", secretKey: "sk_live_secret" } } }
  expect(() => checkConfig(live, "x.json")).not.toThrow("sk_live_secret")
})
