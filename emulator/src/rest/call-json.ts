// A call as the REST API shows it: every field present, null where unknown (facts 1.11).
import type { Call } from "../voice/call.ts"
import { formattedNumber } from "../voice/phone-number.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"

const SUBRESOURCES = [
  "notifications",
  "recordings",
  "payments",
  "events",
  "siprec",
  "streams",
  "transcriptions",
  "user_defined_message_subscriptions",
  "user_defined_messages",
] as const

/** Dates are RFC 2822, `duration` a string of seconds once the call has ended, `queue_time` milliseconds. */
export function callJson(world: World, call: Call) {
  const base = `/${API_VERSION}/Accounts/${world.account.sid}/Calls/${call.sid}`
  return {
    sid: call.sid,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    parent_call_sid: call.parent?.sid ?? null,
    account_sid: world.account.sid,
    to: call.to,
    to_formatted: formattedNumber(call.to),
    from: call.from,
    from_formatted: formattedNumber(call.from),
    phone_number_sid: world.numbers.get(call.direction === "inbound" ? call.to : call.from)?.sid ?? null,
    status: call.status,
    start_time: rfc2822(call.answeredAt ?? call.createdAt),
    end_time: call.endedAt === null ? null : rfc2822(call.endedAt),
    duration: call.ended ? String(call.seconds) : null,
    price: null,
    price_unit: "USD",
    direction: call.direction,
    answered_by: call.answeredBy,
    api_version: API_VERSION,
    forwarded_from: call.known.ForwardedFrom ?? null,
    group_sid: null,
    caller_name: call.known.CallerName ?? null,
    queue_time: "0",
    trunk_sid: null,
    uri: `${base}.json`,
    subresource_uris: Object.fromEntries(
      SUBRESOURCES.map((name) => [
        name,
        `${base}/${name[0]?.toUpperCase()}${name.slice(1).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}.json`,
      ]),
    ),
  }
}
