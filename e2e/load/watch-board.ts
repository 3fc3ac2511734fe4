// A supervisor's board in a real browser, which notes when each number first stands on the screen, and what drawing costs.
import { type Browser, chromium, type Page } from "@playwright/test"
import { enterPassword } from "../desk.ts"
import { findChromium } from "../find-chromium.ts"

export interface WatchedBoard {
  page: Page
  /** Epoch milliseconds of the frame in which a caller's number, an amount or a code first stood on the screen. */
  seen(): Promise<Map<string, number>>
  /** What the browser's main thread has spent so far, and what its page holds. */
  cost(): Promise<{ busyMs: number; scriptMs: number; layoutMs: number; heapMb: number; elements: number }>
  /** Bytes of each message that the server has sent. */
  messages: readonly number[]
  close(): Promise<void>
}

/** Runs in the page. */
function noteWhatIsSeen(): void {
  const seen: Record<string, number> = {}
  Object.assign(window, { seen })
  let fresh = new Set<string>()
  const draw = () => {
    const now = Date.now()
    for (const text of fresh) seen[text] ??= now
    fresh = new Set()
  }
  const read = (text: string | null) => {
    for (const [found] of text?.matchAll(/\+1\d{10}|\$\d+\.\d\d|ch_[0-9a-f]+/g) ?? []) {
      if (found in seen || fresh.has(found)) continue
      if (fresh.size === 0) requestAnimationFrame(draw)
      fresh.add(found)
    }
  }
  new MutationObserver((mutations) => {
    for (const { addedNodes, target, type } of mutations) {
      if (type === "characterData") read(target.parentElement?.textContent ?? null)
      for (const node of addedNodes) read(node.textContent)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

export async function watchBoard(consoleUrl: string): Promise<WatchedBoard> {
  const executablePath = findChromium()
  const browser: Browser = await chromium.launch({ ...(executablePath && { executablePath }) })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const messages: number[] = []
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => messages.push(Buffer.byteLength(payload)))
  })
  await page.addInitScript(noteWhatIsSeen)
  await enterPassword(page, consoleUrl, "sam@example.com")
  await page.getByRole("list", { name: "Agents" }).waitFor({ timeout: 120_000 })
  const session = await page.context().newCDPSession(page)
  await session.send("Performance.enable")
  return {
    page,
    messages,
    seen: async () =>
      new Map(
        Object.entries(await page.evaluate(() => (window as never as { seen: Record<string, number> }).seen)),
      ),
    async cost() {
      const { metrics } = await session.send("Performance.getMetrics")
      const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
      return {
        busyMs: read("TaskDuration") * 1_000,
        scriptMs: read("ScriptDuration") * 1_000,
        layoutMs: (read("LayoutDuration") + read("RecalcStyleDuration")) * 1_000,
        heapMb: read("JSHeapUsedSize") / 1e6,
        elements: read("Nodes"),
      }
    },
    close: () => browser.close(),
  }
}
