// One HTTP request to the developer's server and its answer, with the two time-outs told apart.
import http from "node:http"
import https from "node:https"
import { rootCertificates } from "node:tls"
import type { Clock } from "../clock.ts"
import type { Cached } from "./cached.ts"

export type Exchange = { url: string; method: "GET" | "POST"; headers: Record<string, string>; body: string }

/**
 * What came back; `failure` names how the request failed, in the words of the retry policy (facts 5.5), and
 * `systemCode` is Node's word for it, e.g. ENOTFOUND; empty where there is none. `cached` is there where it came from the cache.
 */
export type ExchangeResult =
  | { kind: "answer"; status: number; headers: http.IncomingHttpHeaders; body: string; cached?: Cached }
  | {
      kind: "failure"
      failure: "ct" | "rt" | "tls" | "protocol" | "stopped"
      systemCode: string
      text: string
    }

const LARGEST_BODY = 1_000_000

/** The agents that keep connections open between webhooks. `ca`: certificates (PEM) to trust beside the usual ones. */
export function createHttpAgents(ca: string | null) {
  const plain = new http.Agent({ keepAlive: true })
  const secure = new https.Agent({
    keepAlive: true,
    ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
  })
  return {
    forUrl: (url: URL) => (url.protocol === "https:" ? secure : plain),
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}

export type HttpAgents = ReturnType<typeof createHttpAgents>

/** `15 s`, also of the 14,999 ms that are left of them. */
export const inSeconds = (milliseconds: number) => `${Math.round(milliseconds / 100) / 10} s`

/** Of OpenSSL's message, which names lines of its own source, the reason alone. */
function inWords(error: NodeJS.ErrnoException): string {
  const reason = /:SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1]
  if (reason) return `TLS: ${reason}`
  return error.message === "" ? (error.code ?? "connection failed") : error.message
}

/** Sends one request. Never throws: a refused connection, a time-out and a broken answer are results. */
export function exchange(
  clock: Clock,
  agents: HttpAgents,
  request: Exchange,
  limits: { connectMs: number; readMs: number; sni: boolean; trustAll: boolean },
  signal: AbortSignal,
): Promise<ExchangeResult> {
  return new Promise((resolve) => {
    const url = new URL(request.url)
    const secure = url.protocol === "https:"
    let reached = false
    let connected = false
    const sent = (secure ? https : http).request(url, {
      method: request.method,
      headers: request.headers,
      agent: agents.forUrl(url),
      ...(secure && !limits.sni && { servername: "" }),
      ...(secure && limits.trustAll && { rejectUnauthorized: false }),
    })
    const finish = (result: ExchangeResult) => {
      cancelTimer()
      signal.removeEventListener("abort", stop)
      resolve(result)
      if (result.kind === "failure") sent.destroy()
    }
    const fail = (
      failure: (ExchangeResult & { kind: "failure" })["failure"],
      text: string,
      systemCode = "",
    ) => finish({ kind: "failure", failure, systemCode, text })
    const stop = () => fail("stopped", "the emulator is stopping")
    let cancelTimer = clock.after(limits.connectMs, () =>
      fail("ct", `no connection within ${inSeconds(limits.connectMs)}`),
    )
    signal.addEventListener("abort", stop, { once: true })
    const onConnect = () => {
      connected = true
      cancelTimer()
      cancelTimer = clock.after(limits.readMs, () =>
        fail("rt", `no answer within ${inSeconds(limits.readMs)}`),
      )
    }
    sent.on("socket", (socket) => {
      if (!socket.connecting) return onConnect()
      socket.once("connect", () => {
        reached = true
      })
      socket.once(secure ? "secureConnect" : "connect", onConnect)
    })
    sent.on("error", (error: NodeJS.ErrnoException) => {
      const text = inWords(error)
      // A kept connection that the server closed meanwhile was never a delivery: it counts as not connected.
      const failure = connected && !sent.reusedSocket ? "protocol" : reached ? "tls" : "ct"
      fail(failure, text, error.code)
    })
    sent.on("response", (response) => {
      let body = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        if (body.length < LARGEST_BODY) body += chunk
      })
      response.on("error", (error) => fail("protocol", error.message))
      response.on("end", () =>
        finish({ kind: "answer", status: response.statusCode ?? 0, headers: response.headers, body }),
      )
    })
    sent.end(request.body)
  })
}
