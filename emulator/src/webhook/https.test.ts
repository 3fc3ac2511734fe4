// Webhooks over https: a given authority, certificates that Twilio refuses, ports that speak no TLS (facts 5.4).
import https from "node:https"
import net, { type AddressInfo } from "node:net"
import type { TLSSocket } from "node:tls"
import { generate } from "selfsigned"
import { afterEach, expect, test } from "vitest"
import { createClock } from "../clock.ts"
import { defaultSwitches } from "../switches.ts"
import { createDelivery } from "./deliver.ts"

const clock = createClock()
const DAY_MS = 86_400_000
let closeAll: (() => void)[] = []

afterEach(() => {
  for (const close of closeAll) close()
  closeAll = []
})

function certificate(host: string, fromDays: number, untilDays: number) {
  return generate([{ name: "commonName", value: host }], {
    notBeforeDate: new Date(Date.now() + fromDays * DAY_MS),
    notAfterDate: new Date(Date.now() + untilDays * DAY_MS),
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
  })
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  closeAll.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function deliverTo(port: number, ca: string | null, fragment = "") {
  const delivery = createDelivery(clock, defaultSwitches, "token", { ca })
  closeAll.push(delivery.close)
  return delivery.deliver({ url: `https://localhost:${port}/hook${fragment}`, method: "POST", params: [] })
}

async function serve(host: string, fromDays: number, untilDays: number) {
  const { cert, private: key } = await certificate(host, fromDays, untilDays)
  const port = await listen(https.createServer({ cert, key }, (_request, response) => response.end("ok")))
  return { cert, port }
}

test("trusts the authority it was given, and no other", async () => {
  const { cert, port } = await serve("localhost", -1, 1)
  expect(await deliverTo(port, cert)).toMatchObject({ kind: "answer", status: 200, body: "ok" })
  expect(await deliverTo(port, null)).toMatchObject({ kind: "failure", code: 11237 })
})

test.each([
  ["", "localhost"],
  ["#sni=n", false],
])("with %o the handshake names %s", async (fragment, named) => {
  const { cert, private: key } = await certificate("localhost", -1, 1)
  const server = https.createServer({ cert, key }, (request, response) => {
    response.end(String((request.socket as TLSSocket).servername))
  })
  const answer = await deliverTo(await listen(server), cert, fragment)
  expect(answer).toMatchObject({ kind: "answer", body: String(named) })
})

test("refuses a certificate of another host, and one that is out of date", async () => {
  const other = await serve("elsewhere.example", -1, 1)
  expect(await deliverTo(other.port, other.cert)).toMatchObject({ kind: "failure", code: 11235 })
  const old = await serve("localhost", -3, -2)
  expect(await deliverTo(old.port, old.cert)).toMatchObject({ kind: "failure", code: 11236 })
})

test("tells a port that speaks no TLS from one that nobody listens on", async () => {
  const plain = await listen(net.createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")))
  expect(await deliverTo(plain, null)).toMatchObject({
    kind: "failure",
    code: 11220,
    text: expect.stringMatching(/^TLS: [a-z ]+$/),
  })
  const server = net.createServer()
  const silent = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect(await deliverTo(silent, null)).toMatchObject({ kind: "failure", code: 11205 })
})
