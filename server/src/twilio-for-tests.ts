// Twilio's REST API as far as tests of the server need it: remembers what was asked, and answers as it is told to.
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface Asked {
  method: string
  path: string
  /** The form fields; empty for a GET. */
  form: Record<string, string>
  authorization: string
}

/** `drop`: does it and hangs up before the answer; `never`: says nothing at all. */
export type Answer = { status: number; body: unknown } | "drop" | "never"

export interface TwilioForTests {
  url: string
  /** Everything asked, oldest first. */
  asked: Asked[]
  /** What is asked next is answered with these, one each; after that everything is well. */
  answers: (Answer | Promise<Answer>)[]
  /** Lets go of the port, so that connections are refused. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
}

const sid = (prefix: string, n: number): string => prefix + n.toString(16).padStart(32, "0")

export const tooMany: Answer = {
  status: 429,
  body: { code: 20429, message: "Too Many Requests", status: 429 },
}
export const broken: Answer = { status: 500, body: { code: 20500, message: "Oops", status: 500 } }
export const refused = (code: number, message: string): Answer => ({
  status: 400,
  body: { code, message, status: 400 },
})

export async function startTwilioForTests(): Promise<TwilioForTests> {
  let sessions = 0
  const asked: Asked[] = []
  const answers: TwilioForTests["answers"] = []

  function allIsWell({ method, path }: Asked): Answer {
    const session = /\/Payments\/(\w+)\.json$/.exec(path)?.[1]
    if (session) return { status: 202, body: { sid: session } }
    if (path.endsWith("/Payments.json")) return { status: 201, body: { sid: sid("PK", ++sessions) } }
    const call = method === "POST" ? /\/Calls\/(\w+)\.json$/.exec(path)?.[1] : undefined
    if (call) return { status: 200, body: { sid: call, status: "in-progress" } }
    if (method === "GET") return { status: 200, body: { status: "in-progress" } }
    return { status: 404, body: { code: 20404, message: `${path} was not found`, status: 404 } }
  }

  function send(response: ServerResponse, answer: Answer): void {
    if (answer === "never") return
    if (answer === "drop") return void response.destroy()
    const headers = { "content-type": "application/json", connection: "close" }
    response.writeHead(answer.status, headers).end(JSON.stringify(answer.body))
  }

  const server = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    const { method = "", url = "", headers } = request
    const form = Object.fromEntries(new URLSearchParams(body))
    const one = { method, path: url, form, authorization: headers.authorization ?? "" }
    asked.push(one)
    send(response, (await answers.shift()) ?? allIsWell(one))
  })

  let port = 0
  async function comeBack(): Promise<void> {
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
    port = (server.address() as AddressInfo).port
  }
  async function goAway(): Promise<void> {
    const gone = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await gone
  }
  await comeBack()
  return { url: `http://127.0.0.1:${port}`, asked, answers, goAway, comeBack }
}
