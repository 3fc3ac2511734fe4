// Under which address Twilio reaches us: as set, else through a local ngrok agent, else only from this machine.

export interface PublicUrl {
  url: string
  source: "PUBLIC_URL" | "ngrok" | "localhost"
}

interface Tunnel {
  public_url?: unknown
  proto?: unknown
  config?: { addr?: unknown }
}

/** `config.addr` may be "localhost:8080", "http://localhost:8080" or a bare port (facts section 9). */
function pointsAt(port: number, addr: unknown): boolean {
  return typeof addr === "string" && new RegExp(`(^|:)${port}/?$`).test(addr)
}

/** The https tunnel to our port; null when no ngrok agent answers or none fits. */
export async function ngrokUrl(port: number, agent: string): Promise<string | null> {
  try {
    const response = await fetch(`${agent}/api/tunnels`, { signal: AbortSignal.timeout(1_000) })
    const { tunnels } = (await response.json()) as { tunnels?: Tunnel[] }
    const fitting = tunnels?.find(({ proto, config }) => proto === "https" && pointsAt(port, config?.addr))
    return typeof fitting?.public_url === "string" ? fitting.public_url.replace(/\/+$/, "") : null
  } catch {
    // No agent, or something else on its port: the next source is asked.
    return null
  }
}

export async function findPublicUrl(
  set: string | null,
  port: number,
  ngrokAgent = "http://127.0.0.1:4040",
): Promise<PublicUrl> {
  if (set !== null) return { url: set, source: "PUBLIC_URL" }
  const tunnel = await ngrokUrl(port, ngrokAgent)
  return tunnel ? { url: tunnel, source: "ngrok" } : { url: `http://localhost:${port}`, source: "localhost" }
}
