// The package as a stranger gets it: packed, installed in an empty folder, run by Node 20 and 24, and typed.
import { execFile, spawn } from "node:child_process"
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"

const run = promisify(execFile)
const PACKAGE = fileURLToPath(new URL("..", import.meta.url))
const STRANGER = join(PACKAGE, "src/testing/package")
const TSC = fileURLToPath(import.meta.resolve("typescript/bin/tsc"))
// A compiler and two installs take long on a busy machine.
const PATIENT = 120_000
let folder: string
let files: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "agentpay-emulator-"))
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: PACKAGE })
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("["))) as [
    { filename: string; files: { path: string }[] },
  ]
  files = packed.files.map((file) => file.path)
  await writeFile(join(folder, "package.json"), `{ "private": true, "type": "module" }`)
  const install = ["install", "--no-audit", "--no-fund", "--prefer-offline", join(folder, packed.filename)]
  await run("npm", install, { cwd: folder })
  for (const name of ["stranger.mjs", "stranger.ts"]) await copyFile(join(STRANGER, name), join(folder, name))
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A program of that Node version: this process, the machine's `node`, or npm's; null where there is none. */
async function findNode(major: 20 | 24): Promise<string | null> {
  const path = (process.env.PATH ?? "").split(":").filter((part) => !part.includes("node_modules"))
  for (const program of [process.execPath, ...path.map((part) => join(part, "node"))]) {
    const version = await run(program, ["--version"]).catch(() => null)
    if (version?.stdout.startsWith(`v${major}.`)) return program
  }
  const name = `node-${process.platform}-${process.arch}`
  const install = [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--prefix",
    join(folder, "node"),
    `${name}@${major}`,
  ]
  const installed = await run("npm", install).catch(() => null)
  return installed && join(folder, "node/node_modules", name, "bin/node")
}

test("holds the built program, its types, the page, its documents and a licence, and nothing of the tests", () => {
  for (const path of [
    "dist/main.js",
    "dist/index.js",
    "dist/index.d.ts",
    "public/index.html",
    "docs/EMULATOR.md",
    "docs/EMULATOR-REST.md",
    "docs/EMULATOR-TWIML.md",
    "README.md",
    "LICENSE",
  ]) {
    expect(files).toContain(path)
  }
  const wanted =
    /^(dist\/.*\.(js|d\.ts)|public\/.*\.(js|css|svg|html)|docs\/EMULATOR[\w-]*\.md|README\.md|LICENSE|package\.json)$/
  expect(files.filter((path) => !wanted.test(path) || /\.test\.|testing/.test(path))).toEqual([])
})

test.for([20, 24] as const)(
  "runs on Node %i, from code and as a command",
  { timeout: PATIENT },
  async (major, context) => {
    const node = await findNode(major)
    if (!node) return context.skip(`no Node ${major} here and none from npm`)
    const { stdout } = await run(node, ["stranger.mjs"], { cwd: folder })
    expect(JSON.parse(stdout)).toEqual({
      heard: ["Hello"],
      created: 201,
      completed: 202,
      results: true,
      served: [200, 200, 200, 200],
    })
    const flags = ["--port", "0", "--number", "+15550002000=http://127.0.0.1:9/voice"]
    const command = spawn(node, [join(folder, "node_modules/.bin/agentpay-emulator"), ...flags])
    let said = ""
    for await (const chunk of command.stdout) {
      said += chunk
      if (said.includes("is ready")) break
    }
    expect(said).toContain("Calls to +15550002000 go to http://127.0.0.1:9/voice")
    const ended = new Promise((resolve) => command.once("exit", resolve))
    command.kill("SIGTERM")
    expect(await ended).toBe(0)
  },
)

test(
  "its types fit a strict program",
  async () => {
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--exactOptionalPropertyTypes",
    ]
    await expect(
      run(process.execPath, [TSC, ...flags, "stranger.ts"], { cwd: folder }),
    ).resolves.toMatchObject({
      stdout: "",
    })
  },
  PATIENT,
)
