// Refusals of the Payments API whose code is not documented: each has the code that its switch says.
import type { FastifyRequest } from "fastify"
import type { World } from "../world.ts"
import { payError } from "./payment-params.ts"
import { pathOf } from "./request-form.ts"
import { notFound, TwilioError } from "./twilio-error.ts"

/** 20404 has its own words and path, 21220 is an error of calls, 64021 one of Pay. */
export function refusal(
  world: World,
  code: 20404 | 21220 | 64021,
  message: string,
  request: FastifyRequest,
): TwilioError {
  if (code === 20404) return notFound(pathOf(request))
  return code === 21220 ? new TwilioError(400, code, message) : payError(world, code, message)
}

/** Throws where the account's PCI mode is off (facts 1.10). */
export function requirePciMode(world: World): void {
  if (world.switches["PCI mode"] === "on") return
  const message = "PCI mode is not enabled for this account"
  if (world.switches["PCI mode off"] === 20003) throw new TwilioError(403, 20003, message)
  throw payError(world, 64020, `Invalid Parameter Value: ${message}`)
}
