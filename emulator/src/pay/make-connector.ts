// Makes a connector from its description.
import type { Clock } from "../clock.ts"
import type { Switches } from "../switches.ts"
import { type Capabilities, capabilities } from "./capabilities.ts"
import { type Connector, type ConnectorSettings, connectorSettings } from "./connector.ts"
import { genericConnector } from "./generic-connector.ts"
import { TOKEN_TYPES } from "./pay-settings.ts"
import { scriptedConnector } from "./scripted-connector.ts"
import { stripeConnector } from "./stripe-connector.ts"
import { stripeTestConnector } from "./stripe-test-connector.ts"

/** A connector, what kind it is (`function` ones were given in code), and what it can do. */
export type NamedConnector = {
  kind: ConnectorSettings["kind"] | "function"
  connector: Connector
  can: Capabilities
}

const USUAL = capabilities.parse({})
const STRIPES: Capabilities = { ...USUAL, tokenTypes: [...TOKEN_TYPES] }
/** Stripe's test mode has names for cards; bank accounts would need one's own to be verified there. */
const CARDS_ONLY: Capabilities = { ...STRIPES, paymentMethods: ["credit-card"] }

/** Throws a ZodError for a description that cannot be read; a live key of Stripe is one. */
export function makeConnector(
  described: ConnectorSettings | Connector,
  clock: Clock,
  switches: Switches,
): NamedConnector {
  if (typeof described === "function") return { kind: "function", connector: described, can: STRIPES }
  const settings = connectorSettings.parse(described)
  switch (settings.kind) {
    case "stripe-test":
      return { kind: settings.kind, connector: stripeTestConnector(switches), can: settings.can ?? STRIPES }
    case "generic":
      return {
        kind: settings.kind,
        connector: genericConnector(settings, clock, switches),
        can: settings.can ?? USUAL,
      }
    case "scripted":
      return {
        kind: settings.kind,
        connector: scriptedConnector(settings.answers, clock),
        can: settings.can ?? USUAL,
      }
    case "stripe":
      return { kind: settings.kind, connector: stripeConnector(settings, switches), can: CARDS_ONLY }
  }
}
