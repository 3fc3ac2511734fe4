// Starts the programs as a user would, from the repository's root, and watches what they print.
import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

export interface Running {
  child: ChildProcess
  /** All that it has printed, both streams. */
  said(): string
  /** Resolves when a line with this text has been printed; rejects with all that was said when the process ends first. */
  saying(text: string): Promise<void>
  /** Exit code, or null when a signal ended it. */
  ended: Promise<number | null>
  /** Sends the signal (SIGTERM) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** The environment of a test's process: nothing that this machine's own settings could change. */
function cleanEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|LANG|TZ|TMPDIR)$/.test(name))
  return { ...Object.fromEntries(kept), ...settings }
}

export function run(
  command: string,
  args: string[],
  settings: Record<string, string> = {},
  cwd = root,
): Running {
  const child = spawn(command, args, {
    cwd,
    env: cleanEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer): void => {
    output += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.on("data", hear)
  child.stderr.on("data", hear)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve(code))
  })
  return {
    child,
    said: () => output,
    ended,
    saying: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        ended.then(() => reject(new Error(`ended without saying "${text}":\n${output}`)), reject)
      }),
    stop(signal = "SIGTERM") {
      child.kill(signal)
      return ended
    },
  }
}

/** A program of ours, run by the Node that the tests run on. */
export function runNode(script: string, settings: Record<string, string>, args: string[] = []): Running {
  return run(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], settings)
}
