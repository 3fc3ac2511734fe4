// Another developer's program on the emulator: a server whose answer to each path is TwiML, or an HTTP status.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface DevelopersServer {
  url: string
  /** What was posted to a path, oldest first. */
  posted(path: string): Record<string, string>[]
  close(): void
}

/** @param routes the TwiML inside `<Response>`, or the status that is answered */
export async function startDevelopersServer(
  routes: Record<string, string | number>,
): Promise<DevelopersServer> {
  const posted = new Map<string, Record<string, string>[]>()
  const server = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    const path = request.url?.split("?", 1)[0] ?? ""
    posted.set(path, [...(posted.get(path) ?? []), Object.fromEntries(new URLSearchParams(body))])
    const answer = routes[path] ?? 404
    if (typeof answer === "number") return response.writeHead(answer).end()
    response.writeHead(200, { "content-type": "text/xml" }).end(`<Response>${answer}</Response>`)
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    posted: (path) => posted.get(path) ?? [],
    close: () => void server.close(),
  }
}
