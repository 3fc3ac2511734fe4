// The account of the REST API: fetch (facts 1.11).
import type { FastifyInstance } from "fastify"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"

/** What an account leads to, in the order of Twilio's description; those that are not emulated answer 404. */
const SUBRESOURCES = {
  available_phone_numbers: "AvailablePhoneNumbers",
  calls: "Calls",
  conferences: "Conferences",
  incoming_phone_numbers: "IncomingPhoneNumbers",
  notifications: "Notifications",
  outgoing_caller_ids: "OutgoingCallerIds",
  recordings: "Recordings",
  transcriptions: "Transcriptions",
  addresses: "Addresses",
  signing_keys: "SigningKeys",
  connect_apps: "ConnectApps",
  sip: "SIP",
  authorized_connect_apps: "AuthorizedConnectApps",
  usage: "Usage",
  keys: "Keys",
  applications: "Applications",
  short_codes: "SMS/ShortCodes",
  queues: "Queues",
  messages: "Messages",
  balance: "Balance",
}

/** Serves `/Accounts/{AccountSid}.json`: the one account of this emulator, which exists since it started. */
export function accountRoutes(app: FastifyInstance, world: World): void {
  const started = rfc2822(world.clock.now())
  app.get(".json", async () => {
    const { sid, authToken } = world.account
    const base = `/${API_VERSION}/Accounts/${sid}`
    return {
      auth_token: authToken,
      date_created: started,
      date_updated: started,
      friendly_name: "Emulated account",
      owner_account_sid: sid,
      sid,
      status: "active",
      subresource_uris: Object.fromEntries(
        Object.entries(SUBRESOURCES).map(([name, path]) => [name, `${base}/${path}.json`]),
      ),
      type: "Full",
      uri: `${base}.json`,
    }
  })
}
