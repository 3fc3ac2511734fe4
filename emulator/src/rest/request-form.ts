// The parameters of a REST request, read as Twilio reads them.
import type { FastifyRequest } from "fastify"
import type { Call } from "../voice/call.ts"
import type { World } from "../world.ts"
import { notFound, TwilioError } from "./twilio-error.ts"

export type Method = "GET" | "POST"

/** Parameters that know which of them were asked for, so that those that nobody reads can be told of. */
export class RequestForm extends URLSearchParams {
  readonly #asked = new Set<string>()

  override get(name: string): string | null {
    this.#asked.add(name)
    return super.get(name)
  }

  override getAll(name: string): string[] {
    this.#asked.add(name)
    return super.getAll(name)
  }

  override has(name: string): boolean {
    this.#asked.add(name)
    return super.has(name)
  }

  unread(): string[] {
    return [...new Set(this.keys())].filter((name) => !this.#asked.has(name))
  }
}

/** The form of a POST; an absent body is an empty form. */
export function formOf(request: FastifyRequest): URLSearchParams {
  const body = request.body as { form?: RequestForm } | undefined
  return body?.form ?? new RequestForm()
}

/** The parameters of a GET. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split("?", 2)[1] ?? "")
}

/** The path that was asked for, without its query, as it was written. */
export function pathOf(request: FastifyRequest): string {
  return request.originalUrl.split("?", 1)[0] ?? request.originalUrl
}

/** What `find` finds of the path's parameter `name`; throws 404/20404 with the path, as Twilio does. */
export function resourceOf<T>(
  world: World,
  request: FastifyRequest,
  name: string,
  find: (sid: string) => T | undefined,
): T {
  const sid = (request.params as Record<string, string>)[name] ?? ""
  const found = find(sid)
  if (found !== undefined) return found
  const path = pathOf(request)
  world.diary.warn(null, `${request.method} ${path}: there is no ${name.replace(/Sid$/, "")} ${sid}`, 20404)
  throw notFound(path)
}

/** The call named in the path. */
export function callOf(world: World, request: FastifyRequest): Call {
  return resourceOf(world, request, "callSid", (sid) => world.calls.get(sid))
}

function wrong(code: number, message: string): TwilioError {
  return new TwilioError(400, code, message)
}

/** An absolute http(s) URL as it was written, or null when it is absent or blank; throws 400/21205. */
export function readUrl(form: URLSearchParams, name: string): string | null {
  const written = form.get(name)
  if (written === null || written === "") return null
  if (!/^https?:$/.test(URL.parse(written)?.protocol ?? "")) {
    throw wrong(21205, `${name} is not a valid URL: ${written}`)
  }
  return written
}

/** GET or POST, in any case of letters; throws 400/20001. */
export function readMethod(form: URLSearchParams, name: string, fallback: Method = "POST"): Method {
  const written = form.get(name)?.toUpperCase() ?? ""
  if (written === "") return fallback
  if (written !== "GET" && written !== "POST") throw wrong(20001, `${name} must be GET or POST: ${written}`)
  return written
}

/** A whole number within limits; throws 400/20001, or 400 with the code that they name. */
export function readWhole(
  form: URLSearchParams,
  name: string,
  limits: { fallback: number; lowest: number; highest: number; code?: number },
): number {
  const written = form.get(name) ?? ""
  if (written === "") return limits.fallback
  const value = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN
  if (value >= limits.lowest && value <= limits.highest) return value
  const range = `from ${limits.lowest} to ${limits.highest}`
  throw wrong(limits.code ?? 20001, `${name} must be a whole number ${range}: ${written}`)
}

/** One of `allowed`; throws 400/20001. */
export function readChoice<T extends string>(
  form: URLSearchParams,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const written = form.get(name) ?? ""
  if (written === "") return fallback
  const found = allowed.find((value) => value === written)
  if (found !== undefined) return found
  throw wrong(
    20001,
    `${name} must be one of ${allowed.filter((value) => value !== "").join(", ")}: ${written}`,
  )
}

/** A SID of the kind `prefix`, blank included, or null when it is absent; throws 400/20001. */
export function readSid(form: URLSearchParams, name: string, prefix: string): string | null {
  const written = form.get(name)
  if (!written || new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(written)) return written
  throw wrong(20001, `${name} must be ${prefix} and 32 hex digits: ${written}`)
}

/** `true` or `false` in any letters, as helper libraries write them (Python's `True`); throws 400/20001. */
export function readFlag(form: URLSearchParams, name: string, fallback: boolean): boolean {
  const written = form.get(name) ?? ""
  if (!/^(true|false)?$/i.test(written)) throw wrong(20001, `${name} must be true or false: ${written}`)
  return written === "" ? fallback : written.toLowerCase() === "true"
}
