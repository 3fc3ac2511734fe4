// What an emulator can be told, in code, by a config file or on the command line: one schema checks all three.
import { z } from "zod"
import { timeSettings } from "./control/clock-routes.ts"
import { methodSchema, phoneSchema, urlSchema } from "./control/control-schema.ts"
import { faultRule } from "./faults/fault-rule.ts"
import { connectorSettings } from "./pay/connector.ts"
import { mustBe, textLike } from "./say-issues.ts"

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
  time: timeSettings.optional(),
  ca: z.string(mustBe("certificates (PEM)")).optional(),
  allowedHosts: z
    .array(
      textLike(/^([\w.-]+|\[[\da-f:]+\])$/i, `a host name without scheme and port, like "box.local"`),
      isList,
    )
    .optional(),
})
