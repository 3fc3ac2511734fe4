// The browser for the tests: one that is installed, else Playwright's own, else clear words on what to install.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { delimiter, join } from "node:path"
import { chromium } from "@playwright/test"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

function installed(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/** @returns the path of a Chromium that runs; throws an Error that says what to install when there is none */
export function findChromium(): string {
  const set = process.env.CHROMIUM_PATH
  if (set && !existsSync(set)) throw new Error(`CHROMIUM_PATH is ${set}, but there is no such file.`)
  const found = set || installed()
  if (found) return found
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  process.stdout.write("No Chromium is installed: asking Playwright to download one...\n")
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli")
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit", timeout: 300_000 })
  if (existsSync(own)) return own
  throw new Error(
    "The browser tests need Chromium and none could be downloaded. Install one (Debian, Ubuntu: apt-get install chromium; " +
      "macOS: brew install --cask chromium) or set CHROMIUM_PATH to its program, then run npm test again.",
  )
}
