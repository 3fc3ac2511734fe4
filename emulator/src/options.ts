// What an emulator can be told, in code, by a config file or on the command line: one schema checks all three.
import { z } from "zod"
import type { Clock, TimeSettings } from "./clock.ts"
import { timeSettings } from "./control/clock-routes.ts"
import { methodSchema, phoneSchema, urlSchema } from "./control/control-schema.ts"
import type { DiaryEntry } from "./diary.ts"
import type { FaultInput } from "./faults/fault-rule.ts"
import { faultRule } from "./faults/fault-rule.ts"
import type { Pace } from "./pace.ts"
import type { Connector, ConnectorSettings } from "./pay/connector.ts"
import { connectorSettings } from "./pay/connector.ts"
import { mustBe, readOrThrow, textLike } from "./say-issues.ts"
import { type ScenarioInput, scenarioSchema } from "./scenarios/scenario.ts"
import type { Switches } from "./switches.ts"
import type { NumberSettings } from "./voice/phone-number.ts"
import type { Account } from "./world.ts"

export type EmulatorOptions = Partial<Account> & {
  /** 0 takes any free port. Default 5051. */
  port?: number
  /** Default "localhost": both loopback families. Any other opens the phones and the API to other machines. */
  host?: string
  /** Phone number to voice URL, or to more than that. */
  numbers?: Readonly<Record<string, NumberSettings>>
  /** Agents' phones to show even when silent: phone number to name. */
  phones?: Readonly<Record<string, string>>
  /** Payment connectors besides Default and Stripe_Connector: names of test gateways, or what each name leads to; null for none. */
  connectors?: readonly string[] | Readonly<Record<string, ConnectorSettings | Connector | null>>
  switches?: Partial<Switches>
  pace?: Partial<Pace>
  clock?: Clock
  /** How time runs: real at speed 1 unless said otherwise. Of no effect beside `clock`. */
  time?: Partial<TimeSettings>
  /** Callers by script beside the ready ones. */
  scenarios?: readonly ScenarioInput[]
  /** Faults in force from the start. */
  faults?: readonly FaultInput[]
  /** Certificates (PEM) to trust beside the usual ones when a webhook's URL is https. */
  ca?: string
  /** Host names besides the loopback ones that may be asked for. */
  allowedHosts?: readonly string[]
  onEntry?: (entry: DiaryEntry) => void
}

const isPort = mustBe("a port number from 0 to 65535 (0 = any free port)")
const isList = mustBe("a list of names")
const isName = mustBe("a name")
const isConnectors = mustBe(
  `a list of names, or an object of names and connectors: {"Mine": {"kind": "generic", "url": "..."}}`,
  true,
)
const isSwitches = mustBe(`an object of questions and answers: {"PCI mode": "off"}`)
const isNumbers = mustBe(`an object of phone numbers and voice URLs: {"+15550001000": "http://..."}`)
const isPhones = mustBe(`an object of phone numbers and names: {"+15550001001": "Ada"}`)

const numberSchema = z.union(
  [
    urlSchema,
    z.strictObject({
      voiceUrl: urlSchema,
      voiceMethod: methodSchema.optional(),
      voiceFallbackUrl: urlSchema.optional(),
      voiceFallbackMethod: methodSchema.optional(),
      statusCallback: urlSchema.optional(),
      statusCallbackMethod: methodSchema.optional(),
      friendlyName: z.string().max(64).optional(),
    }),
  ],
  mustBe(`a voice URL, or an object: {"voiceUrl": "http://..."}`),
)

/**
 * All that is plain data; `ca` are certificates (PEM). A misspelt key is refused: it would be passed over in silence by
 * those who do not compile.
 */
export const optionsSchema = z.strictObject({
  port: z.int(isPort).min(0, isPort).max(65_535, isPort).optional(),
  // An empty one would listen on every address.
  host: textLike(/./, "a host name or address").optional(),
  sid: textLike(/^AC[0-9a-f]{32}$/, "AC and 32 hex digits").optional(),
  authToken: textLike(/^\S+$/, "a token without spaces", true).optional(),
  apiKey: textLike(/^SK[0-9a-f]{32}$/, "SK and 32 hex digits").optional(),
  apiSecret: textLike(/^\S+$/, "a secret without spaces", true).optional(),
  numbers: z.record(phoneSchema, numberSchema, isNumbers).optional(),
  phones: z.record(phoneSchema, z.string(isName), isPhones).optional(),
  connectors: z
    .union(
      [z.array(z.string(isName).min(1, isName)), z.record(z.string(), connectorSettings.nullable())],
      isConnectors,
    )
    .optional(),
  switches: z.record(z.string(), z.union([z.string(), z.number()]), isSwitches).optional(),
  faults: z.array(faultRule, mustBe("a list of fault rules")).optional(),
  scenarios: z.array(scenarioSchema, mustBe("a list of scenarios")).optional(),
  time: timeSettings.optional(),
  ca: z.string(mustBe("certificates (PEM)")).optional(),
  allowedHosts: z
    .array(
      textLike(/^([\w.-]+|\[[\da-f:]+\])$/i, `a host name without scheme and port, like "box.local"`),
      isList,
    )
    .optional(),
})

/** Throws a RangeError for options that could not be: a program in JavaScript has no compiler that tells. */
export function checkOptions({ clock: _, pace, onEntry, connectors, ...plain }: EmulatorOptions): void {
  const described =
    connectors && !Array.isArray(connectors)
      ? Object.fromEntries(Object.entries(connectors).filter(([, one]) => typeof one !== "function"))
      : connectors
  readOrThrow(optionsSchema, { ...plain, connectors: described }, "createEmulator")
}
