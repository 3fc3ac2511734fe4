// Cables for tests: a connection that can be cut or go silent, and a load balancer that knows nothing.

import type { AddressInfo } from "node:net"
import { connect, createServer, type Server, type Socket } from "node:net"

async function listen(serve: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

/** Both ends go when one does. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on("error", () => {})
    from.on("close", () => to.destroy())
    from.pipe(to)
  }
}

/** A way to `to` that can be cut (nobody answers, what was open breaks) or hang (everything is swallowed in silence). */
export async function openCable(to: { host: string; port: number }) {
  const pairs = new Set<[Socket, Socket]>()
  let state: "whole" | "cut" | "hung" = "whole"
  const { server, port } = await listen((near) => {
    if (state === "cut") return void near.destroy()
    near.on("error", () => {})
    if (state === "hung") return
    const far = connect(to)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on("close", () => pairs.delete(pair))
    join(near, far)
  })
  return {
    port,
    cut(): void {
      state = "cut"
      for (const [near] of pairs) near.destroy()
    },
    hang(): void {
      state = "hung"
      for (const [near, far] of pairs) {
        near.unpipe(far).pause()
        far.unpipe(near).pause()
      }
    },
    /** What hung stays lost, as after a broken route. */
    mend(): void {
      for (const [near] of pairs) if (state === "hung") near.destroy()
      state = "whole"
    },
    close(): void {
      for (const [near] of pairs) near.destroy()
      server.close()
    },
  }
}

/** Hands each connection to the next of `ports`, in turn; passes over those that do not answer. */
export async function openBalancer(ports: () => readonly number[]) {
  let turn = 0
  const { server, port } = await listen((near) => {
    near.on("error", () => {})
    const all = ports()
    const tryNext = (tries: number): void => {
      if (tries >= all.length) return void near.destroy()
      const far = connect({ host: "127.0.0.1", port: all[turn++ % all.length] ?? 0 })
      far.once("error", () => tryNext(tries + 1))
      far.once("connect", () => {
        far.removeAllListeners("error")
        join(near, far)
      })
    }
    tryNext(0)
  })
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
