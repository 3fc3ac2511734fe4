// A PostgreSQL cluster of the run's own, so that it can be killed and started again without disturbing anybody.
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { chmod, chown, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "../free-port.ts"

export interface OwnPostgres {
  url: string
  /** Ends it as a power cut would, and starts it again after `downMs`. */
  restart(downMs: number): Promise<void>
  remove(): Promise<void>
}

function findBin(): string {
  const debian = "/usr/lib/postgresql"
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(":"),
  ]
  const found = folders.find(
    (folder) => existsSync(join(folder, "pg_ctl")) && existsSync(join(folder, "initdb")),
  )
  if (!found)
    throw new Error(
      "Chaos needs PostgreSQL's own programs (initdb, pg_ctl): Debian's package postgresql has them.",
    )
  return found
}

/** PostgreSQL does not run as root: then its own account is borrowed. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }))
  return { uid: id("-u"), gid: id("-g") }
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const bin = findBin()
  const owner = account()
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), "agentpay-chaos-"))
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid)
  await chmod(folder, 0o700)
  const data = join(folder, "data")
  const run = (program: string, args: string[]): void => {
    const ended = spawnSync(join(bin, program), args, { ...owner, cwd: folder, encoding: "utf8" })
    if (ended.status !== 0)
      throw new Error(`${program} ${args[0]}: ${ended.stderr || ended.stdout || ended.error}`)
  }
  const control = (...args: string[]): void =>
    run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), ...args])
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200`
  run("initdb", ["-D", data, "-U", "agentpay", "--auth=trust", "--no-sync"])
  control("start", "-o", options)
  return {
    url: `postgres://agentpay@127.0.0.1:${port}/postgres`,
    async restart(downMs) {
      control("stop", "-m", "immediate")
      await new Promise((resolve) => setTimeout(resolve, downMs))
      control("start", "-o", options)
    },
    async remove() {
      control("stop", "-m", "immediate")
      await rm(folder, { recursive: true, force: true })
    },
  }
}
