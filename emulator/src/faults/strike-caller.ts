// A caller's fault at any other moment than a key: hangs up or presses star.
import type { PayItem } from "../pay/pay-items.ts"
import { hangUp } from "../voice/place-call.ts"
import { pressKey } from "../voice/press-key.ts"
import type { World } from "../world.ts"
import type { CallerMoment } from "./fault-rule.ts"

/** At this moment of a call or of its payment the caller may lose patience. */
export function strikeCaller(
  world: World,
  callSid: string,
  moment: CallerMoment,
  item: PayItem | null,
): void {
  const struck = world.faults.strike({
    on: "caller",
    callSid,
    what: `the caller, ${moment}${item === null ? "" : ` ${item}`}`,
    facts: { moment, ...(item === null ? {} : { item }) },
  })
  if (struck?.action !== "star" && struck?.action !== "hang-up") return
  world.clock.after(struck.ms, () => {
    const call = world.calls.get(callSid)
    if (!call || call.ended) return
    if (struck.action === "star") pressKey(world, call, "*")
    else hangUp(world, call)
  })
}
