// How every route of the control API reads, checks, answers and refuses, and how it is described.
import fastifySwagger from "@fastify/swagger"
import fastifySwaggerUi from "@fastify/swagger-ui"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { createJsonSchemaTransform, type ZodTypeProvider } from "fastify-type-provider-zod"
import type { z } from "zod"
import { readBy, sayTrouble } from "../say-issues.ts"
import type { World } from "../world.ts"
import { errorSchema } from "./answer-schema.ts"
import { ControlError } from "./control-error.ts"

const DESCRIPTION =
  "What a person does at a telephone, for scripts and for the phones page. JSON in, JSON out. A refusal is " +
  '`{"error": "..."}` with what came, what was expected and what would fix it.'

/** Serves `/emulator/docs` and its document `/emulator/docs/json`, generated from the schemas of the routes that are registered after this. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "The emulator's control API", description: DESCRIPTION, version: "1" },
    },
    transform: createJsonSchemaTransform({}),
  })
  await app.register(fastifySwaggerUi, {
    routePrefix: "/emulator/docs",
    staticCSP:
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
    theme: {
      title: "Control API - the emulated Twilio",
      css: [{ filename: "quiet.css", content: ".topbar { display: none }" }],
    },
    uiConfig: { docExpansion: "list", tryItOutEnabled: true },
  })
}

const MEANINGS: Readonly<Record<string, string>> = {
  200: "Done",
  201: "Made",
  400: "The request cannot be understood",
  404: "There is no such thing",
  409: "It cannot be done at this moment",
}

/** A route's answers by status, with the refusals that every route can give. */
export function answering<T extends Record<number, z.ZodType>>(answers: T, ...refusals: (400 | 404 | 409)[]) {
  const all: Record<number, z.ZodType> = { ...answers }
  for (const status of refusals) all[status] = errorSchema
  const described = Object.entries(all).map(([status, schema]) => [
    status,
    schema.describe(MEANINGS[status] ?? ""),
  ])
  return Object.fromEntries(described) as T
}

async function readJson(request: FastifyRequest, text: string): Promise<unknown> {
  if (text === "") return undefined
  const type = request.headers["content-type"] ?? ""
  if (!type.startsWith("application/json")) {
    throw new ControlError(
      415,
      `The body came as "${type}": send JSON with "content-type: application/json".`,
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ControlError(400, "The body is not valid JSON.")
  }
}

/** Prepares the plugin's routes: bodies are JSON and checked by zod, refusals are words. */
export function controlApp(app: FastifyInstance, world: World) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser("*", { parseAs: "string", bodyLimit: 100_000 }, readJson)
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data: unknown) => {
    const { value, trouble } = readBy(schema, data ?? {})
    if (!trouble) return { value }
    const whole = httpPart === "body" ? "The body" : "The query"
    return { error: new ControlError(400, sayTrouble(trouble, whole)) }
  })
  // Answers are typed by their schemas, and a test holds them to the document: no second check on every answer.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.setErrorHandler((error, request, reply) => {
    const message = error instanceof Error ? error.message : String(error)
    const status =
      error instanceof ControlError
        ? error.status
        : error instanceof Error && "statusCode" in error
          ? Number(error.statusCode)
          : 500
    if (status >= 500) world.diary.fail(null, `${request.method} ${request.url}: ${message}`)
    return reply.code(status).send({ error: message })
  })
  return app.withTypeProvider<ZodTypeProvider>()
}

export type ControlApp = ReturnType<typeof controlApp>
