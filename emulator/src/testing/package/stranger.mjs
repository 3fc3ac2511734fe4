// A stranger's program on the installed package: a voice app, a call, a payment. Prints what happened as JSON.
import http from "node:http"
import { createEmulator } from "agentpay-emulator"

const AGENT = "+15550001001"
const bodies = []
const app = http.createServer(async (request, response) => {
  let body = ""
  for await (const chunk of request) body += chunk
  if (request.url === "/pay") bodies.push(new URLSearchParams(body))
  if (request.url !== "/voice") return response.writeHead(204).end()
  response.writeHead(200, { "content-type": "text/xml" })
  response.end(`<Response><Say>Hello</Say><Dial>${AGENT}</Dial></Response>`)
})
await new Promise((resolve) => app.listen(0, "127.0.0.1", resolve))
const appUrl = `http://127.0.0.1:${app.address().port}`

const emulator = await createEmulator({ port: 0, numbers: { "+15550001000": `${appUrl}/voice` } })
const { sid, authToken } = emulator.account

async function post(path, form) {
  const response = await fetch(`${emulator.url}/2010-04-01/Accounts/${sid}/Calls/${path}.json`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString("base64")}` },
    body: new URLSearchParams({
      StatusCallback: `${appUrl}/pay`,
      IdempotencyKey: JSON.stringify(form),
      ...form,
    }),
  })
  return { status: response.status, body: await response.json() }
}

const call = await emulator.call()
await call.answer()
await call.until((view) => view.legs[0]?.talking)
const created = await post(`${call.sid}/Payments`, { ChargeAmount: "9.99", PostalCode: "false" })
for (const [item, digits] of [
  ["payment-card-number", "4242424242424242"],
  ["expiration-date", "1240"],
  ["security-code", "123"],
]) {
  await post(`${call.sid}/Payments/${created.body.sid}`, { Capture: item })
  await call.keys(digits)
}
const completed = await post(`${call.sid}/Payments/${created.body.sid}`, { Status: "complete" })
await call.until((view) => view.payment?.result === "success")
const heard = call.heard()
call.hangUp()
const served = await Promise.all(
  ["/", "/phones.js", "/emulator/docs/", "/emulator/docs/json"].map(
    async (path) => (await fetch(emulator.url + path)).status,
  ),
)
await emulator.close()
app.close()
console.log(
  JSON.stringify({
    heard,
    created: created.status,
    completed: completed.status,
    results: bodies.length > 20,
    served,
  }),
)
