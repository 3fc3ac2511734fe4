// For tests: switches about how webhooks are sent, in every position.
import https from "node:https"
import type { AddressInfo } from "node:net"
import { generate } from "selfsigned"
import { createClock } from "../../clock.ts"
import { defaultSwitches } from "../../switches.ts"
import { buildRequest } from "../../webhook/build-request.ts"
import { createDelivery } from "../../webhook/deliver.ts"
import { signRequest } from "../../webhook/signature.ts"
import { startCustomerApp } from "../customer-app.ts"
import type { Trials } from "./trial.ts"

const HOOK = { method: "POST", params: [["Digits", "1234"]] } as const

export const WEBHOOKS = {
  "Callback failure": {
    async run(switches) {
      const clock = createClock()
      let tries = 0
      const strike = () => {
        tries += 1
        return { action: "refuse" } as const
      }
      const delivery = createDelivery(clock, { ...defaultSwitches, ...switches }, "token", { strike })
      await delivery.deliver({ url: "http://localhost/status", ...HOOK })
      delivery.close()
      clock.close()
      return `${tries} tries`
    },
    gives: { "one retry on connect failure": "2 tries", "no retry": "1 tries" },
  },
  "certificate of an https URL": {
    async run(switches) {
      const { cert, private: key } = await generate([{ name: "commonName", value: "elsewhere.example" }])
      const server = https.createServer({ cert, key }, (_request, response) => response.end("ok"))
      await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
      const { port } = server.address() as AddressInfo
      const clock = createClock()
      const delivery = createDelivery(clock, { ...defaultSwitches, ...switches }, "token")
      const answer = await delivery.deliver({ url: `https://localhost:${port}/status`, ...HOOK })
      delivery.close()
      clock.close()
      server.close()
      return answer.kind === "answer" ? answer.body : String(answer.code)
    },
    gives: { "must be trusted": "11237", "is not checked": "ok" },
  },
  "signed URL of default port": {
    async run(switches) {
      const signing = { authToken: "12345", switches: { ...defaultSwitches, ...switches } }
      const parts = { url: "https://mycompany.com/a?b=1", idempotencyToken: "i", cookie: "", ...HOOK }
      const signature = buildRequest(parts, signing).request.headers["x-twilio-signature"]
      const forms = ["https://mycompany.com/a?b=1", "https://mycompany.com:443/a?b=1"]
      return forms.find((url) => signRequest("12345", url, HOOK.params) === signature) ?? "neither"
    },
    gives: {
      "without port": "https://mycompany.com/a?b=1",
      "with port": "https://mycompany.com:443/a?b=1",
    },
  },
  "Last-Modified without Cache-Control": {
    async run(switches) {
      const app = await startCustomerApp("token", {
        "/static": (_request, response) => {
          const anHourAgo = new Date(Date.now() - 3_600_000).toUTCString()
          response.writeHead(200, { "last-modified": anHourAgo }).end()
        },
      })
      const clock = createClock({ mode: "virtual" })
      const delivery = createDelivery(clock, { ...defaultSwitches, ...switches }, "token")
      const get = { url: `${app.url}/static`, method: "GET", params: [] } as const
      await delivery.deliver(get)
      await clock.advance(300_000)
      await delivery.deliver(get)
      delivery.close()
      clock.close()
      await app.close()
      return `${app.at("/static").length} requests`
    },
    gives: { "fresh for a tenth of its age": "1 requests", "checked every time": "2 requests" },
  },
} satisfies Partial<Trials>
