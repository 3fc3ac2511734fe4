// For tests: a developer's webhook server in a dozen lines, which checks every signature with the official package.
import http from "node:http"
import type { AddressInfo } from "node:net"
import twilio from "twilio"

/** One webhook as it arrived. */
export type Received = {
  method: string
  path: string
  params: Record<string, string>
  signed: boolean
  headers: http.IncomingHttpHeaders
}

/** TwiML to answer with, a bare status, or full control of the answer. */
export type Answer = string | number | ((request: Received, response: http.ServerResponse) => void)

/** Starts a server that answers each path with `routes[path]` (404 otherwise) and remembers what it was sent. */
export async function startCustomerApp(authToken: string, routes: Record<string, Answer>) {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const server = http.createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    const url = `http://localhost:${port}${request.url}`
    const params = Object.fromEntries(new URLSearchParams(body))
    const signature = String(request.headers["x-twilio-signature"])
    const signed = twilio.validateRequest(authToken, signature, url, params)
    const path = new URL(url).pathname
    const entry = {
      method: request.method ?? "",
      path: request.url ?? "",
      params,
      signed,
      headers: request.headers,
    }
    received.push(entry)
    const answer = routes[path] ?? 404
    if (typeof answer === "function") answer(entry, response)
    else if (typeof answer === "number") response.writeHead(answer).end()
    else response.writeHead(200, { "content-type": "text/xml" }).end(answer)
    for (const look of [...waiting]) look()
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  const { port } = server.address() as AddressInfo
  const at = (path: string) => received.filter((entry) => entry.path.split("?")[0] === path)
  return {
    url: `http://localhost:${port}`,
    routes,
    received,
    at,
    /** Resolves with what came to `path` once there are `count`; rejects after 3 seconds with what came instead. */
    waitFor(path: string, count = 1): Promise<Received[]> {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (at(path).length < count) return
          done()
          resolve(at(path))
        }
        const timer = setTimeout(() => {
          done()
          reject(
            new Error(`${at(path).length} of ${count} came to ${path}; all: ${received.map((r) => r.path)}`),
          )
        }, 3000)
        const done = () => {
          clearTimeout(timer)
          waiting.delete(look)
        }
        waiting.add(look)
        look()
      })
    },
    /** Resolves with the first parameters at `path` that fit; rejects after 3 seconds as `waitFor` does. */
    async waitForBody(path: string, fits: (params: Received["params"]) => boolean) {
      for (let seen = 1; ; seen++) {
        const found = (await this.waitFor(path, seen)).find(({ params }) => fits(params))
        if (found) return found.params
      }
    },
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
