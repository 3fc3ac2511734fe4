// Reads the attributes and <Parameter> nouns of <Pay> as the Payments API reads its parameters (facts 1.2, 4.8).
import { MATCHABLE, type PaySettings } from "../pay/pay-settings.ts"
import { PAY_LANGUAGES } from "../pay/pay-words.ts"
import { parameterError, readPaySettings } from "../rest/payment-params.ts"
import { requirePciMode } from "../rest/payment-refusals.ts"
import { TwilioError } from "../rest/twilio-error.ts"
import { livePayment } from "../world.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { isFor } from "./pay-prompts.ts"
import type { Stage } from "./stage.ts"

export type PayAttributes = {
  settings: PaySettings
  /** The postal code that the document gives instead of asking for it; empty when it does not. */
  postalCode: string
}

/** `paymentConnector` is `PaymentConnector` to the API, and so on; Parameter nouns become its JSON object. */
function asForm(node: TwimlNode): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(node.attributes)) {
    form.set(`${name[0]?.toUpperCase()}${name.slice(1)}`, value)
  }
  const parameters = node.children
    .filter((child) => child.name === "Parameter")
    .map(({ attributes }) => [attributes.name ?? "", attributes.value ?? ""] as const)
  if (parameters.length > 0) form.set("Parameter", JSON.stringify(Object.fromEntries(parameters)))
  return form
}

/** Items that a `<Prompt requireMatchingInputs="true">` has keyed twice, beside those of the attribute. */
function matchingOf(node: TwimlNode, settings: PaySettings): PaySettings["matching"] {
  const prompted = MATCHABLE.filter((item) => node.children.some((child) => isFor(child, `${item}-matcher`)))
  return [...new Set([...settings.matching, ...prompted])]
}

/** All that the verb asks for; throws a TwilioError whose code and message go to the action. */
export function readPayAttributes({ world, call }: Stage, node: TwimlNode): PayAttributes {
  const form = asForm(node)
  const written = form.get("PostalCode") ?? ""
  const given = written === "" || /^(true|false)$/i.test(written) ? "" : written
  form.set("PostalCode", given === "" ? written.toLowerCase() : "true")
  const settings = readPaySettings(world, form)
  requirePciMode(world)
  if (livePayment(world, call.sid)) throw new TwilioError(400, 64021, "session-in-progress")
  const language = node.attributes.language || settings.language
  if (!PAY_LANGUAGES.includes(language)) {
    const known = PAY_LANGUAGES.join(", ")
    throw parameterError(world, `language must be one of ${known}: ${language}`)
  }
  return { settings: { ...settings, language, matching: matchingOf(node, settings) }, postalCode: given }
}
