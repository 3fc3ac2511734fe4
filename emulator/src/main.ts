#!/usr/bin/env node
// The process: reads its settings, starts the emulator, stops it on SIGINT, SIGTERM and with whoever forked it.
import { readFileSync } from "node:fs"
import { type Command, HELP, readCommandLine } from "./command-line.ts"
import type { DiaryEntry } from "./diary.ts"
import { createEmulator } from "./emulator.ts"
import { printTimeline } from "./print-timeline.ts"
import { SettingsError } from "./settings.ts"

const FORCED_STOP_MS = 900

function print(entry: DiaryEntry): void {
  if (entry.level === "info") return
  const code = entry.code === null ? "" : ` [${entry.code}]`
  const call = entry.callSid === null ? "" : ` ${entry.callSid}`
  const why = entry.explanation === "" ? "" : `. ${entry.explanation}`
  // A run prints its outcome alone, so that a script can read it.
  const write = command.kind === "run" ? console.error : console.log
  write(`emulator ${entry.level}${code}${call}: ${entry.text}${why}`)
}

function giveUp(line: string): never {
  console.error(line)
  process.exit(1)
}

type Start = Extract<Command, { kind: "serve" | "run" }>

function readStart(): Start {
  const asked = readCommandLine(process.argv.slice(2), process.env)
  if (asked.kind === "serve" || asked.kind === "run") return asked
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  process.stdout.write(asked.kind === "help" ? HELP : `${version}\n`)
  process.exit(0)
}

function readStartOrGiveUp(): Start {
  try {
    return readStart()
  } catch (error) {
    if (error instanceof SettingsError) giveUp(error.message)
    throw error
  }
}

const command = readStartOrGiveUp()
const { options } = command
const emulator = await createEmulator({ ...options, onEntry: print }).catch(
  (error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") {
      giveUp(
        `Port ${options.port} is taken: stop what listens there, or choose another with --port or EMULATOR_PORT.`,
      )
    }
    if (error.code === "EACCES") {
      giveUp(`Port ${options.port} is not allowed: choose one above 1023 with --port or EMULATOR_PORT.`)
    }
    if (error.code === "ENOTFOUND" || error.code === "EADDRNOTAVAIL") {
      giveUp(`Host ${options.host} is not one of this machine's: choose another with --host.`)
    }
    throw error
  },
)

// Whoever started it with a channel (fork) and is gone, killed even, leaves no emulator behind.
for (const end of ["SIGINT", "SIGTERM", "disconnect"] as const) {
  process.once(end, () => {
    setTimeout(() => process.exit(0), FORCED_STOP_MS).unref()
    void emulator.close().then(() => process.exit(0))
  })
}

async function runScenario({ scenario, play }: Extract<Start, { kind: "run" }>): Promise<never> {
  const { scenarios } = emulator
  if (scenario === "list") {
    console.log(
      scenarios
        .list()
        .map(({ name }) => name)
        .join("\n"),
    )
    process.exit(0)
  }
  const run = await scenarios.run(scenario, play).catch((error) => {
    if (error instanceof RangeError) giveUp(error.message)
    throw error
  })
  console.log(JSON.stringify(run, null, 2))
  if (!run.passed) console.error(printTimeline(emulator.timeline(run.callSid)))
  await emulator.close()
  process.exit(run.passed ? 0 : 1)
}

if (command.kind === "run") await runScenario(command)
console.log(`Emulated account ${emulator.account.sid}, auth token ${emulator.account.authToken}`)
console.log(`API key ${emulator.account.apiKey}, secret ${emulator.account.apiSecret}`)
for (const [number, settings] of Object.entries(options.numbers ?? {})) {
  console.log(`Calls to ${number} go to ${typeof settings === "string" ? settings : settings.voiceUrl}`)
}
console.log(`Emulator is ready on ${emulator.url}`)
