// Server-Sent Events for the phones page: the whole picture after every change, at most 25 times a second.
import type { World } from "../world.ts"
import { answers } from "./answer-schema.ts"
import type { ControlApp } from "./control-app.ts"
import { pageView } from "./views.ts"

const BETWEEN_MS = 40
const KEEP_ALIVE_MS = 15_000

/** Serves `GET /emulator/events`. Nothing is built while nobody listens. */
export function liveEvents(app: ControlApp, world: World): void {
  const listeners = new Set<(text: string) => void>()
  let scheduled = false
  let stopped = false
  const tell = () => {
    scheduled = false
    if (listeners.size === 0 || stopped) return
    const text = `data: ${JSON.stringify(pageView(world))}\n\n`
    for (const listener of listeners) listener(text)
  }
  world.onChange(() => {
    if (scheduled || listeners.size === 0 || stopped) return
    scheduled = true
    world.clock.afterReal(BETWEEN_MS, tell)
  })
  const beat = () => {
    for (const listener of listeners) listener(": still here\n\n")
    if (!stopped) world.clock.afterReal(KEEP_ALIVE_MS, beat)
  }
  world.clock.afterReal(KEEP_ALIVE_MS, beat)
  app.addHook("preClose", async () => {
    stopped = true
    listeners.clear()
  })
  const schema = {
    summary: "Server-Sent Events: the whole picture after each change, as `data`",
    tags: ["account"],
    response: {
      200: {
        description: "a stream that does not end",
        content: { "text/event-stream": { schema: answers.picture } },
      },
    },
  }
  app.get("/emulator/events", { schema }, (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
    let missed = false
    // A page that reads slower than things happen gets the latest picture, and never a heap of old ones.
    const listener = (text: string) => {
      missed = reply.raw.writableNeedDrain
      if (!missed) reply.raw.write(text)
    }
    reply.raw.on("drain", () => {
      if (missed) listener(`data: ${JSON.stringify(pageView(world))}\n\n`)
    })
    listener(`retry: 1000\ndata: ${JSON.stringify(pageView(world))}\n\n`)
    listeners.add(listener)
    request.raw.on("close", () => listeners.delete(listener))
  })
}
