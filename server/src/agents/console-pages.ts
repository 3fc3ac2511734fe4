// Hands out the console: its files, and for each of its addresses the page itself, under a policy without inline code.
import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { fileURLToPath } from "node:url"
import helmet from "@fastify/helmet"
import fastifyStatic from "@fastify/static"
import type { FastifyInstance } from "fastify"

const DIST = fileURLToPath(new URL("../../../console/dist/", import.meta.url))
/** What console/vite.config.ts writes where the nonce belongs. */
const NONCE = "CSP-NONCE"

export interface PageSettings {
  /** Browsers reach us by https only. */
  https: boolean
  /** Origins that may frame the console, with spaces between; null: none. */
  frameAncestors: string | null
}

type WithNonce = ServerResponse & { styleNonce?: string }

/** One for each answer: only the style elements that Mantine writes carry it. */
function nonceOf(response: WithNonce): string {
  response.styleNonce ??= randomBytes(16).toString("base64url")
  return response.styleNonce
}

function policy({ https, frameAncestors }: PageSettings) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", (_: IncomingMessage, response: ServerResponse) => `'nonce-${nonceOf(response)}'`],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: frameAncestors?.split(" ") ?? ["'none'"],
      ...(https && { upgradeInsecureRequests: [] }),
    },
  }
}

/** The headers of every page and answer that a browser sees. */
export async function pageHeaders(app: FastifyInstance, settings: PageSettings): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: policy(settings),
    hsts: settings.https,
    frameguard: settings.frameAncestors === null && { action: "deny" },
    referrerPolicy: { policy: "same-origin" },
  })
}

export async function consolePages(app: FastifyInstance): Promise<void> {
  // The page holds the nonce, and names the files of one build: nobody may keep it.
  async function page(response: ServerResponse): Promise<string> {
    return (await readFile(`${DIST}index.html`, "utf8")).replaceAll(NONCE, nonceOf(response))
  }
  await app.register(fastifyStatic, {
    root: DIST,
    maxAge: "1h",
    index: false,
    wildcard: true,
    serveDotFiles: false,
  })
  app.get("/", async (_asked, reply) => reply.type("text/html").send(await page(reply.raw)))
  app.get("/index.html", (_asked, reply) => reply.redirect("/"))
  // The console's own addresses are drawn by its router.
  app.setNotFoundHandler(async (asked, reply) => {
    const path = asked.url.split("?")[0] ?? ""
    if (asked.method === "GET" && !path.startsWith("/api/") && !/\.\w+$/.test(path))
      return reply.type("text/html").send(await page(reply.raw))
    return reply.code(404).send({ error: "There is nothing at this address." })
  })
}
