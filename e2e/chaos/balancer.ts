// A load balancer without memory: every connection goes to whichever server takes it, the next one first.
import { connect, createServer, type Socket } from "node:net"

export interface Balancer {
  url: string
  close(): Promise<void>
}

export async function startBalancer(port: number, targets: readonly number[]): Promise<Balancer> {
  let turn = 0
  const open = new Set<Socket>()

  function forward(client: Socket, left: readonly number[]): void {
    const [target, ...others] = left
    if (target === undefined) {
      client.destroy()
      return
    }
    const server = connect(target, "localhost")
    server.once("error", () => forward(client, others))
    server.once("connect", () => {
      server.removeAllListeners("error")
      open.add(server)
      const end = (): void => {
        client.destroy()
        server.destroy()
        open.delete(server)
        open.delete(client)
      }
      for (const side of [client, server]) side.on("error", end).on("close", end)
      client.pipe(server)
      server.pipe(client)
    })
  }

  const listener = createServer((client) => {
    open.add(client)
    client.on("error", () => client.destroy())
    turn = (turn + 1) % targets.length
    forward(client, [...targets.slice(turn), ...targets.slice(0, turn)])
  })
  await new Promise<void>((resolve) => listener.listen(port, "localhost", resolve))
  return {
    url: `http://localhost:${port}`,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
