// IncomingPhoneNumbers of the REST API: what the account's numbers are, and where their calls go (facts 1.11).
import type { FastifyInstance, FastifyRequest } from "fastify"
import { makePhoneNumber, type PhoneNumber, toE164 } from "../voice/phone-number.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"
import { pageOf } from "./page.ts"
import {
  formOf,
  queryOf,
  readChoice,
  readFlag,
  readMethod,
  readSid,
  readUrl,
  resourceOf,
} from "./request-form.ts"
import { TwilioError } from "./twilio-error.ts"

/** SIDs that Twilio keeps with a number and the emulator only shows again: REST parameter to prefix. */
const KEPT_SIDS = {
  SmsApplicationSid: "AP",
  VoiceApplicationSid: "AP",
  TrunkSid: "TK",
  IdentitySid: "RI",
  AddressSid: "AD",
  EmergencyAddressSid: "AD",
  BundleSid: "BU",
}

function numberJson(world: World, number: PhoneNumber) {
  const kept = (name: string) => number.kept.get(name) || null
  return {
    account_sid: world.account.sid,
    address_requirements: "none",
    address_sid: kept("AddressSid"),
    api_version: API_VERSION,
    beta: false,
    bundle_sid: kept("BundleSid"),
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    emergency_address_sid: kept("EmergencyAddressSid"),
    emergency_address_status: "unregistered",
    emergency_status: kept("EmergencyStatus") ?? "Inactive",
    friendly_name: number.friendlyName,
    identity_sid: kept("IdentitySid"),
    origin: "twilio",
    phone_number: number.phoneNumber,
    sid: number.sid,
    sms_application_sid: kept("SmsApplicationSid"),
    sms_fallback_method: kept("SmsFallbackMethod") ?? "POST",
    sms_fallback_url: kept("SmsFallbackUrl"),
    sms_method: kept("SmsMethod") ?? "POST",
    sms_url: kept("SmsUrl"),
    status: "in-use",
    status_callback: number.statusCallback || null,
    status_callback_method: number.statusCallbackMethod,
    trunk_sid: kept("TrunkSid"),
    type: "local",
    uri: `/${API_VERSION}/Accounts/${world.account.sid}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_application_sid: kept("VoiceApplicationSid"),
    voice_caller_id_lookup: number.kept.get("VoiceCallerIdLookup") === "true",
    voice_fallback_method: number.voiceFallbackMethod,
    voice_fallback_url: number.voiceFallbackUrl || null,
    voice_method: number.voiceMethod,
    voice_receive_mode: kept("VoiceReceiveMode") ?? "voice",
    voice_url: number.voiceUrl || null,
  }
}

/** Checks everything that was sent before anything is changed; what was not sent stays. */
function readChanges(number: PhoneNumber, form: URLSearchParams): () => void {
  const url = (name: string, own: string) => (form.has(name) ? (readUrl(form, name) ?? "") : own)
  const changed = {
    friendlyName: form.get("FriendlyName") ?? number.friendlyName,
    voiceUrl: url("VoiceUrl", number.voiceUrl),
    voiceMethod: readMethod(form, "VoiceMethod", number.voiceMethod),
    voiceFallbackUrl: url("VoiceFallbackUrl", number.voiceFallbackUrl),
    voiceFallbackMethod: readMethod(form, "VoiceFallbackMethod", number.voiceFallbackMethod),
    statusCallback: url("StatusCallback", number.statusCallback),
    statusCallbackMethod: readMethod(form, "StatusCallbackMethod", number.statusCallbackMethod),
  }
  const kept = new Map<string, string>()
  for (const name of ["SmsUrl", "SmsFallbackUrl"]) if (form.has(name)) kept.set(name, url(name, ""))
  for (const name of ["SmsMethod", "SmsFallbackMethod"])
    if (form.has(name)) kept.set(name, readMethod(form, name))
  for (const [name, prefix] of Object.entries(KEPT_SIDS)) {
    const sid = readSid(form, name, prefix)
    if (sid !== null) kept.set(name, sid)
  }
  kept.set("VoiceCallerIdLookup", String(readFlag(form, "VoiceCallerIdLookup", false)))
  kept.set("VoiceReceiveMode", readChoice(form, "VoiceReceiveMode", ["voice", "fax"], "voice"))
  kept.set("EmergencyStatus", readChoice(form, "EmergencyStatus", ["Active", "Inactive"], "Inactive"))
  return () => {
    Object.assign(number, changed)
    for (const [name, value] of kept) if (form.has(name)) number.kept.set(name, value)
  }
}

/** The number that is bought: `PhoneNumber`, or a free one of `AreaCode`. */
function readNewNumber(world: World, form: URLSearchParams): string {
  const written = form.get("PhoneNumber") ?? ""
  const area = form.get("AreaCode") ?? ""
  if (written !== "") {
    const asked = toE164(written)
    if (asked === null) throw new TwilioError(400, 21421, `PhoneNumber is invalid: ${written}`)
    if (world.numbers.has(asked)) throw new TwilioError(400, 21422, `${asked} is not available`)
    return asked
  }
  if (!/^\d{3}$/.test(area)) {
    throw new TwilioError(400, 21421, "PhoneNumber or an AreaCode of three digits is required")
  }
  for (let last = 0; ; last++) {
    const number = `+1${area}555${String(last).padStart(4, "0")}`
    if (!world.numbers.has(number)) return number
  }
}

export function numberRoutes(app: FastifyInstance, world: World): void {
  const numberOf = (request: FastifyRequest) =>
    resourceOf(world, request, "numberSid", (sid) =>
      [...world.numbers.values()].find((number) => number.sid === sid),
    )
  app.get("/IncomingPhoneNumbers.json", async (request) => {
    const query = queryOf(request)
    const [name, digits] = [query.get("FriendlyName"), query.get("PhoneNumber")]
    const foreign = readFlag(query, "Beta", false) || (query.get("Origin") ?? "twilio") !== "twilio"
    return pageOf(request.url, "incoming_phone_numbers", {
      items: [...world.numbers.values()].filter(
        (number) =>
          !foreign &&
          (name === null || number.friendlyName === name) &&
          (digits === null || fits(number.phoneNumber, digits)),
      ),
      sidOf: (number) => number.sid,
      show: (number) => numberJson(world, number),
    })
  })
  app.post("/IncomingPhoneNumbers.json", async (request, reply) => {
    const form = formOf(request)
    const number = makePhoneNumber(readNewNumber(world, form), "", world.clock.now())
    readChanges(number, form)()
    world.numbers.set(number.phoneNumber, number)
    world.diary.note(null, `REST adds the number ${number.phoneNumber}`)
    world.changed()
    return reply.code(201).send(numberJson(world, number))
  })
  app.get("/IncomingPhoneNumbers/:numberSid(^\\w+).json", async (request) =>
    numberJson(world, numberOf(request)),
  )
  app.post("/IncomingPhoneNumbers/:numberSid(^\\w+).json", async (request) => {
    const number = numberOf(request)
    const change = readChanges(number, formOf(request))
    change()
    number.updatedAt = world.clock.now()
    world.diary.note(null, `REST changes the number ${number.phoneNumber}`)
    world.changed()
    return numberJson(world, number)
  })
  app.delete("/IncomingPhoneNumbers/:numberSid(^\\w+).json", async (request, reply) => {
    const number = numberOf(request)
    world.numbers.delete(number.phoneNumber)
    world.diary.note(null, `REST releases the number ${number.phoneNumber}`)
    world.changed()
    return reply.code(204).send()
  })
}

/** Twilio's filter takes part of a number, and `*` for any digit. */
function fits(number: string, pattern: string): boolean {
  const digits = pattern.replace(/[^\d*]/g, "").replaceAll("*", "\\d")
  return new RegExp(digits).test(number)
}
