// Redis, where there is one: carries digits between processes by Socket.IO's streams adapter. Nothing depends on it.
import { createAdapter } from "@socket.io/redis-streams-adapter"
import type { Logger } from "pino"
import { createClient } from "redis"
import type { ScreensSettings } from "./agents/screens.ts"

/** What waits for a Redis that is away; more is dropped. */
const MOST_WAITING = 1_000
/** About the digits of the last minutes of a busy centre. */
const STREAM_LENGTH = 1_000

export interface Bus {
  adapter: NonNullable<ScreensSettings["adapter"]>
  close(): Promise<void>
}

/** Connects, and again whenever the connection breaks; never waits for Redis, and never ends the process. */
export function openRedis(url: string, log: Logger): Bus {
  const client = createClient({ url, commandsQueueMaxLength: MOST_WAITING })
  let away = false
  client.on("error", (err) => {
    if (!away) log.warn({ err }, "Redis is away: screens on other processes see no digits until it is back")
    away = true
  })
  client.on("ready", () => {
    if (away) log.warn("Redis is back")
    away = false
  })
  client.connect().catch((err) => log.error({ err }, "Redis cannot be used, check REDIS_URL"))
  const adapter = createAdapter(client, { streamName: "agentpay", maxLen: STREAM_LENGTH })
  return { adapter, close: async () => client.destroy() }
}
