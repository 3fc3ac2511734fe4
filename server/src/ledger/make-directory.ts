// Makes a directory and those above it.
import { existsSync, mkdirSync } from "node:fs"
import { dirname } from "node:path"

/** Not Node's own `recursive`: that one never returns where making fails with ENOENT, as in /proc. Throws why it cannot. */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process that starts at the same moment may have been quicker.
    if (!existsSync(path)) throw error
  }
}
