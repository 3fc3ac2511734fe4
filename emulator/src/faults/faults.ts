// The faults that are in force: which one strikes an event, and how often each has struck.
import type { Diary } from "../diary.ts"
import { readOrThrow } from "../say-issues.ts"
import { seededRandom } from "../seeded-random.ts"
import type { Call } from "../voice/call.ts"
import {
  type FaultAction,
  type FaultInput,
  type FaultRule,
  type FaultSubject,
  faultRule,
} from "./fault-rule.ts"

/** What happens, as a rule's `match` sees it. Absent facts fit no rule that asks for them. */
export type FaultEvent<On extends FaultSubject = FaultSubject> = {
  on: On
  callSid: string | null
  /** For the diary, e.g. `POST https://.../pay`. */
  what: string
  facts: Readonly<Record<string, string | number>>
  params?: ReadonlyMap<string, string>
}

/** A rule with what it has done so far. */
export type FaultView = FaultRule & { id: string; matched: number; struck: number }

export type Faults = {
  /** Adds a rule, or replaces the one of the same id; throws a RangeError for one that cannot be read. */
  add(rule: FaultInput): FaultView
  /** False when there is none of that id. */
  remove(id: string): boolean
  /** Answers how many there were. */
  clear(): number
  list(): FaultView[]
  /** What strikes this event: the first rule, in the order they were added, that fits and is due. It is in the diary. */
  strike<On extends FaultSubject>(event: FaultEvent<On>): FaultAction<On> | null
}

type Kept = {
  rule: FaultRule
  id: string
  matched: number
  struck: number
  /** Forgotten with the call. */
  perCall: WeakMap<object, number>
  random: () => number
}

function fitsFacts(rule: FaultRule, event: FaultEvent): boolean {
  for (const [key, wanted] of Object.entries(rule.match)) {
    if (wanted === undefined || key === "params") continue
    const found = event.facts[key]
    if (found === undefined) return false
    if (key === "url" ? !String(found).includes(String(wanted)) : found !== wanted) return false
  }
  return true
}

function fitsParams(rule: FaultRule, event: FaultEvent): boolean {
  if (!("params" in rule.match) || rule.match.params === undefined) return true
  return Object.entries(rule.match.params).every(([name, wanted]) => {
    const found = event.params?.get(name)
    return wanted === "*" ? found !== undefined && found !== "" : found === wanted
  })
}

/** A call is named by the SID of any of its legs, or by a number of its customer or agents. */
function fitsCall(rule: FaultRule, leg: Call | null): boolean {
  if (rule.call === undefined) return true
  const names = [leg, leg?.parent].flatMap((call) => (call ? [call.sid, call.from, call.to] : []))
  return names.includes(rule.call)
}

/** `calls` are the emulator's, to find out whose event it is. */
export function createFaults(diary: Diary, calls: ReadonlyMap<string, Call>, changed: () => void): Faults {
  const rules = new Map<string, Kept>()
  let count = 0
  const view = ({ rule, id, matched, struck }: Kept): FaultView => ({ ...rule, id, matched, struck })

  function due(kept: Kept, call: object): boolean {
    const { rule } = kept
    if (rule.times !== undefined && kept.struck >= rule.times) return false
    kept.matched += 1
    const nth = (kept.perCall.get(call) ?? 0) + 1
    if (rule.nth !== undefined) kept.perCall.set(call, nth)
    // Drawn at every match, so that the sequence does not depend on the other conditions.
    const chance = kept.random()
    if (rule.nth !== undefined && ![rule.nth].flat().includes(nth)) return false
    return rule.probability === undefined || chance < rule.probability
  }

  return {
    add(input) {
      const rule = readOrThrow(faultRule, input, "The fault rule")
      const id = rule.id ?? `fault-${++count}`
      const random = seededRandom(rule.seed ?? 1)
      const kept: Kept = { rule, id, matched: 0, struck: 0, perCall: new WeakMap(), random }
      rules.set(id, kept)
      changed()
      return view(kept)
    },
    remove(id) {
      const removed = rules.delete(id)
      changed()
      return removed
    },
    clear() {
      const { size } = rules
      rules.clear()
      changed()
      return size
    },
    list: () => [...rules.values()].map(view),
    strike<On extends FaultSubject>(event: FaultEvent<On>): FaultAction<On> | null {
      if (rules.size === 0) return null
      const leg = event.callSid === null ? null : (calls.get(event.callSid) ?? null)
      for (const kept of rules.values()) {
        const { rule } = kept
        if (rule.on !== event.on) continue
        if (!fitsCall(rule, leg) || !fitsFacts(rule, event) || !fitsParams(rule, event)) continue
        if (!due(kept, leg?.parent ?? leg ?? kept)) continue
        kept.struck += 1
        diary.warn(event.callSid, `fault ${kept.id}: ${rule.do.action} strikes ${event.what}`)
        changed()
        return rule.do as FaultAction<On>
      }
      return null
    },
  }
}
