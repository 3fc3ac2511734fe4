// The other side of the load: a developer's webhook server, as small and fast as it can be, in a process of its own.
import http from "node:http"
import type { AddressInfo } from "node:net"

const TWIML = "<Response><Dial><Number>+15550001001</Number></Dial></Response>"

const server = http.createServer((request, response) => {
  request.resume()
  if (request.url === "/voice") response.writeHead(200, { "content-type": "text/xml" }).end(TWIML)
  else response.writeHead(204).end()
})
server.keepAliveTimeout = 60_000
server.listen(0, "127.0.0.1", () => {
  console.log(`Ready on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
