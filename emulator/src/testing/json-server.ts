// For tests: a merchant's or gateway's HTTP endpoint that remembers what it was sent.
import http from "node:http"
import type { AddressInfo } from "node:net"

export type Asked = { method: string; path: string; headers: http.IncomingHttpHeaders; body: string }

/** What to answer: a status and a JSON body; null never answers. */
export type Answering = (asked: Asked, count: number) => { status: number; json: unknown } | null

export async function startJsonServer(answering: Answering) {
  const asked: Asked[] = []
  const server = http.createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    const { method = "", url = "", headers } = request
    const entry = { method, path: url, headers, body }
    asked.push(entry)
    const answer = answering(entry, asked.length)
    if (!answer) return
    response.writeHead(answer.status, { "content-type": "application/json" })
    response.end(JSON.stringify(answer.json))
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    asked,
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
