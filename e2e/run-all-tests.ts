// npm test: every test there is, the browser's included, and in CI chaos. Ends with the line "N passed, N failed, N skipped".
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { findChromium } from "./find-chromium.ts"
import { root } from "./run.ts"

const results = join(root, "test-results")
/** `npm test -- demo-script`: only the files whose name fits, of either runner. */
const only = process.argv.slice(2)

interface Count {
  passed: number
  failed: number
  skipped: number
}

function runTool(name: string, args: string[], environment: Record<string, string> = {}): boolean {
  const bin = join(root, "node_modules", ".bin", name)
  const options = { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } } as const
  return spawnSync(process.execPath, [bin, ...args], options).status === 0
}

/** A runner that fails without a failed test (a file that does not load, a crash) counts as one failure. */
function settle(count: Count, succeeded: boolean): Count {
  return succeeded || count.failed > 0 ? count : { ...count, failed: 1 }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch {
    return {}
  }
}

function unitTests(): Count {
  const file = join(results, "vitest.json")
  const succeeded = runTool("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    "--passWithNoTests",
    ...only,
  ])
  const report = readJson(file) as {
    numPassedTests?: number
    numFailedTests?: number
    numPendingTests?: number
  }
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = report
  return settle({ passed, failed, skipped }, succeeded)
}

interface PlaywrightSuite {
  file?: string
  suites?: PlaywrightSuite[]
  specs?: { title: string; tests: { status: string }[] }[]
}
interface PlaywrightReport {
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites?: PlaywrightSuite[]
}

/** Only in CI is there a second try, see playwright.config.ts. */
function secondTries({ file, suites = [], specs = [] }: PlaywrightSuite): string[] {
  const here = specs.filter(({ tests }) => tests.some(({ status }) => status === "flaky"))
  return [...here.map(({ title }) => `${file} ${title}`), ...suites.flatMap(secondTries)]
}

function browserTests(chromium: string): Count {
  const file = join(results, "playwright.json")
  const succeeded = runTool(
    "playwright",
    ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json", "--pass-with-no-tests", ...only],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      CHROMIUM_PATH: chromium,
    },
  )
  const report = readJson(file) as PlaywrightReport
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {}
  for (const title of (report.suites ?? []).flatMap(secondTries))
    process.stdout.write(`passed only at the second try: ${title}\n`)
  return settle({ passed: expected + flaky, failed: unexpected, skipped }, succeeded)
}

/** A fixed seed: what fails once fails again. Five minutes; a run by hand takes longer, see docs/GUARANTEES.md. */
const CHAOS = ["--seed", "5", "--payments", "400", "--seconds", "300"]
const CHAOS_WITHIN_MS = 15 * 60_000

function chaos(): Count {
  const main = join(root, "e2e/chaos/main.ts")
  const options = { cwd: root, stdio: "inherit", timeout: CHAOS_WITHIN_MS } as const
  process.stdout.write("\nchaos: servers are killed, the database restarts, Twilio misbehaves\n")
  const agreed = spawnSync(process.execPath, [main, ...CHAOS], options).status === 0
  return { passed: agreed ? 1 : 0, failed: agreed ? 0 : 1, skipped: 0 }
}

function main(): number {
  const chromium = findChromium()
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const built = spawnSync(process.execPath, [join(root, "console/build-if-stale.ts")], {
    cwd: root,
    stdio: "inherit",
  })
  if (built.status !== 0) throw new Error("The console does not build, see above.")
  const counts = [unitTests(), browserTests(chromium)]
  // Where something simple fails already, it says more than chaos would.
  const sound = counts.every(({ failed }) => failed === 0)
  if (process.env.CI === "true" && only.length === 0)
    counts.push(sound ? chaos() : { passed: 0, failed: 0, skipped: 1 })
  const sum = (of: keyof Count): number => counts.reduce((total, count) => total + count[of], 0)
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`)
  return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1
}

try {
  process.exitCode = main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n0 passed, 1 failed\n`)
  process.exitCode = 1
}
