// The command line of `agentpay-emulator`: its flags, as settings, and what it says about itself.
import { parseArgs } from "node:util"
import { checkConfig, readConfigFile } from "./config-file.ts"
import type { EmulatorOptions } from "./options.ts"
import type { ScenarioOptions } from "./scenarios/run-scenario.ts"
import { type Environment, readSettings, SettingsError } from "./settings.ts"

const FLAGS = {
  port: { type: "string" },
  host: { type: "string" },
  "account-sid": { type: "string" },
  "auth-token": { type: "string" },
  "api-key": { type: "string" },
  "api-secret": { type: "string" },
  number: { type: "string", multiple: true },
  phone: { type: "string", multiple: true },
  connector: { type: "string", multiple: true },
  "allowed-host": { type: "string", multiple: true },
  ca: { type: "string" },
  config: { type: "string" },
  seed: { type: "string" },
  to: { type: "string" },
  "no-agent": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const

export const HELP = `agentpay-emulator: a pretend Twilio (Voice and Pay) for programs under development

  npx agentpay-emulator --number +15550001000=http://localhost:3000/voice

It answers Twilio's REST API, calls your webhooks (signed), runs the TwiML they answer, and has the
telephones: open http://localhost:5051, call your number, key a test card. No account, no network.
Point your Twilio client's base URL at http://localhost:5051; account and token are printed at the start.

  --number +1...=URL       a number of the account and its voice webhook; may be repeated
  --phone +1...=NAME       a phone to show on the page even when silent; may be repeated
  --connector NAME         a payment connector besides Default and Stripe_Connector; may be repeated
  --port PORT              where it listens (5051; 0 takes any free port)
  --host HOST              on which address (localhost)
  --allowed-host NAME      a host name besides the loopback ones that may be asked for; may be repeated
  --account-sid AC...      the account; --auth-token TOKEN opens the REST API and signs webhooks
  --api-key SK...          opens the REST API too, with --api-secret SECRET
  --ca FILE                certificates (PEM) to trust beside the usual ones when a webhook is https
  --config FILE            the same as JSON, and more: {"port", "host", "accountSid", "authToken", "apiKey",
                           "apiSecret", "numbers": {"+1...": "URL"}, "phones": {"+1...": "NAME"}, "ca",
                           "connectors": [...] or {"NAME": {"kind": "generic", "url": "..."}}, "switches",
                           "faults", "scenarios", "time": {"speed": 10}, "allowedHosts": [...]}
  --help, --version

  npx agentpay-emulator run SCENARIO [--seed NUMBER] [--to +1...] [--no-agent] --number +1...=URL

starts it, plays a caller by script against your program, prints how it went as JSON and ends: with 0 when
all happened as scripted; else with 1, and tells what happened on the call, step by step. The same seed
repeats a run. It calls the first number, or the one of --to; --no-agent is for programs that forward the
call to nobody. "run list" names the scenarios; the config file may hold more of them.

Flags win over the config file, the file over EMULATOR_* variables. It keeps everything in memory:
nothing is written to disk, and only this machine can reach it unless --host says otherwise.
Switches (what Twilio's documents leave open), faults, scenarios and time are set by config file, by code,
and while it runs by HTTP: http://localhost:5051/emulator/docs describes all of it, the phones too.
`

/** What was asked for. */
export type Command =
  | { kind: "help" }
  | { kind: "version" }
  | { kind: "serve"; options: ServeOptions }
  | { kind: "run"; scenario: string; play: ScenarioOptions; options: ServeOptions }

export type ServeOptions = EmulatorOptions & { port: number }

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: FLAGS, allowPositionals: true })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SettingsError(`${why.split(/\.?(\n| )(?=[A-Z])/)[0]}. See agentpay-emulator --help.`)
  }
}

/** Flags like `example`, `+1...=value`, as an object. */
function pairs(example: string, words: readonly string[] | undefined): Record<string, string> | undefined {
  if (!words) return undefined
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=")
      if (at < 0) throw new SettingsError(`"${word}": write it like ${example}.`)
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}

/** Names the flag of a setting: `accountSid` is --account-sid, and an entry of `numbers` is --number +1... */
function flagOf([key, entry]: readonly PropertyKey[]): string {
  const flag = String(key)
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/s$/, "")
  return `--${flag}${typeof entry === "string" ? ` ${entry}` : ""}`
}

/** Reads the words after the program's name; throws SettingsError with one line that says what to change. */
export function readCommandLine(words: readonly string[], environment: Environment): Command {
  const { values, positionals } = parse(words)
  if (values.help) return { kind: "help" }
  if (values.version) return { kind: "version" }
  const [command, scenario, ...more] = positionals
  if (command === "run" && (scenario === undefined || more.length > 0)) {
    throw new SettingsError("run takes the name of one scenario; agentpay-emulator run list names them.")
  }
  if (command !== undefined && command !== "run") {
    throw new SettingsError(`"${command}" is not a command. See agentpay-emulator --help.`)
  }
  const written = {
    port:
      values.port === undefined ? undefined : /^\d+$/.test(values.port) ? Number(values.port) : values.port,
    host: values.host,
    accountSid: values["account-sid"],
    authToken: values["auth-token"],
    apiKey: values["api-key"],
    apiSecret: values["api-secret"],
    numbers: pairs("--number +15550001000=http://localhost:3000/voice", values.number),
    phones: pairs("--phone +15550001001=Ada", values.phone),
    connectors: values.connector,
    allowedHosts: values["allowed-host"],
    ca: values.ca,
  }
  const file = values.config === undefined ? {} : readConfigFile(values.config)
  const options = {
    ...readSettings(environment),
    ...file,
    ...checkConfig(written, "agentpay-emulator", flagOf),
  }
  if (scenario === undefined) {
    const lone = (["seed", "to", "no-agent"] as const).find((flag) => values[flag] !== undefined)
    if (lone) throw new SettingsError(`--${lone} belongs to a run: agentpay-emulator run SCENARIO --${lone}.`)
    return { kind: "serve", options }
  }
  if (values.seed !== undefined && !/^\d{1,10}$/.test(values.seed)) {
    throw new SettingsError(`--seed ${values.seed}: it is a whole number.`)
  }
  const play = {
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    ...(values.to !== undefined && { to: values.to }),
    agent: values["no-agent"] !== true,
  }
  return { kind: "run", scenario, play, options }
}
