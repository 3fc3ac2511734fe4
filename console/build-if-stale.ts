// Builds the console when its sources differ from those of the last build; run before the server starts.
import { createHash } from "node:crypto"
import { globSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const repository = fileURLToPath(new URL("..", import.meta.url))
const stampFile = `${repository}console/dist/.built-from`

const sources = [
  "console/src/**",
  "console/public/**",
  "console/index.html",
  "console/vite.config.ts",
  "console/package.json",
  "core/src/**",
  "core/package.json",
  "package-lock.json",
]

/** What the build is made of, as one hash: contents, not times, so that a checkout or a copy changes nothing. */
function sourcesHash(): string {
  const files = sources
    .flatMap((pattern) => globSync(pattern, { cwd: repository }))
    .filter((file) => !/\.test\.tsx?$/.test(file) && statSync(repository + file).isFile())
    .sort()
  const hash = createHash("sha256")
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(repository + file))
  return hash.digest("hex")
}

function builtFrom(): string | null {
  try {
    return readFileSync(stampFile, "utf8")
  } catch {
    return null
  }
}

const wanted = sourcesHash()
if (builtFrom() !== wanted) {
  console.log("Building the console (only when it changed)...")
  try {
    // Loaded only now: it takes longer than everything else here.
    const { build } = await import("vite")
    await build({ configFile: `${repository}console/vite.config.ts`, logLevel: "error", mode: "production" })
    writeFileSync(stampFile, wanted)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error("The console could not be built; the line above says why.")
    process.exit(1)
  }
}
