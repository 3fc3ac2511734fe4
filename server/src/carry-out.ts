// What a screen asks: carried out within a time, told to the screen, noted in the audit log and counted.
import type { Person, Reply, Request, RequestName } from "@agentpay/core"
import type { Logger } from "pino"
import type { ScreensSettings } from "./agents/screens.ts"
import type { Attach } from "./attach-call.ts"
import type { Audit } from "./audit.ts"
import { commandNote } from "./audit-commands.ts"
import type { Handle } from "./handle.ts"
import { fault, isFault } from "./ledger/fault.ts"
import type { Metrics } from "./metrics.ts"
import { within } from "./patience.ts"
import { type RequestTerms, readRequest } from "./read-request.ts"

interface CarryOutParts {
  settings: RequestTerms
  handle: Handle
  attach: Attach
  /** Resolves when the screens have been told what is stored. */
  caughtUp(): Promise<void>
  audit: Audit
  metrics: Metrics
  log: Logger
}

/** Well before the console gives up on an answer. */
const COMMAND_WITHIN_MS = 5_000

type From = Person & { address: string }

export function createCarryOut(parts: CarryOutParts): Pick<ScreensSettings, "request" | "misunderstood"> {
  const { settings, handle, attach, audit, metrics, log } = parts

  async function carryOut<N extends RequestName>(
    who: From,
    name: N,
    asked: Request<N>,
    signedIn: () => Promise<boolean>,
  ): Promise<Reply | null> {
    const until = Date.now() + COMMAND_WITHIN_MS
    const allowed = await signedIn().catch((cause) => {
      throw fault("Cannot look a session up", cause)
    })
    if (!allowed) return null
    const handled =
      name === "attach"
        ? await attach(who, asked.callSid, until)
        : await handle(asked.callSid, readRequest(who, name, asked, settings), { until })
    // The screen hears what its request did before it hears that it is done.
    await parts.caughtUp()
    return handled.taken ? { ok: true } : { ok: false, refusal: handled.refusal }
  }

  const audited = (who: From, name: RequestName, asked: unknown, reply: Reply | null) =>
    audit.record(commandNote({ who: who.userId, address: who.address }, name, asked, reply))

  return {
    async request(who, name, asked, signedIn) {
      const done = metrics.commands.startTimer({ name })
      const reply = await within(COMMAND_WITHIN_MS, carryOut(who, name, asked, signedIn)).catch(
        (err): Reply => {
          if (!isFault(err)) throw err
          log.error({ err, callSid: asked.callSid }, `could not carry out ${name}`)
          return { ok: false, refusal: { code: "database-away" } }
        },
      )
      await audited(who, name, asked, reply)
      if (reply) done({ result: reply.ok ? "taken" : reply.refusal.code })
      return reply
    },
    misunderstood: (who, name, raw) =>
      audited(who, name, raw, { ok: false, refusal: { code: "not-understood" } }),
  }
}
