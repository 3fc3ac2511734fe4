// Hears what other processes commit and say, on a connection of its own that is opened again whenever it breaks.
import { setTimeout as wait } from "node:timers/promises"
import pg from "pg"
import type { Listener } from "./ledger.ts"

/** A connection may die without a word: it is asked every few seconds, and given up when it does not answer. */
const ASK_EVERY_MS = 5_000
const AGAIN_AFTER_MS = 500

export const NEWS_CHANNEL = "agentpay_news"
export const SAID_CHANNEL = "agentpay_said"

/** Listens until `signal` aborts. `config` should bound how long connecting and a query may take. */
export async function listenOnPostgres(
  config: pg.ClientConfig,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(config, listener, signal).catch(() => {})
    await wait(AGAIN_AFTER_MS, null, { signal }).catch(() => {})
  }
}

async function listenOnce(config: pg.ClientConfig, listener: Listener, signal: AbortSignal): Promise<void> {
  const client = new pg.Client(config)
  const broken = new AbortController()
  client.on("error", () => broken.abort())
  client.on("end", () => broken.abort())
  client.on("notification", ({ channel, payload }) =>
    channel === NEWS_CHANNEL ? listener.news() : listener.said(payload ?? ""),
  )
  try {
    await client.connect()
    await client.query(`listen ${NEWS_CHANNEL}`)
    await client.query(`listen ${SAID_CHANNEL}`)
    // Whatever was committed while nobody listened.
    listener.news()
    const ended = AbortSignal.any([signal, broken.signal])
    for (;;) {
      await wait(ASK_EVERY_MS, null, { signal: ended })
      await client.query("select 1")
    }
  } finally {
    client.end().catch(() => {})
  }
}
