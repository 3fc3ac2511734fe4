// Writes docs/STATES.md from what the walk found. Only tests import it.
import type { Letter } from "./alphabet.ts"
import { type Status, statusOf, type Transition } from "./explore.ts"

const statuses: Record<Status, string> = {
  none: "No payment on the desk: none was opened yet, or the last one was cleared.",
  opening: "The session was asked for. Twilio has not said that it is open.",
  capturing: "The caller is asked for one item at a time, or the agent has to ask for one.",
  ready: "Nothing is missing.",
  submitting: "Submitted; the gateway has not answered.",
  succeeded: "The gateway charged, or made a token.",
  declined: "The gateway said no.",
  cancelled:
    "Ended before the submit: by the agent, a supervisor, the star key, a hang-up, Twilio or time. Nothing was charged.",
  failed:
    "Could not be started, captured or submitted, or was submitted and not charged. After a submit it is never tried again.",
  unknown: "Submitted, and nobody knows what came of it. Only evidence ends it.",
}
export const allStatuses = Object.keys(statuses) as Status[]

const whos: Letter["who"][] = ["agent", "supervisor", "caller and Twilio", "gateway's record", "call"]

function outcome({ decision, steps }: Transition, status: Status): string {
  if ("refusal" in decision) return `refused: \`${decision.refusal.code}\``
  const effects = decision.effects.map(({ effect }) => effect.kind)
  const typing = decision.typing ? ["told live"] : []
  if (steps.length === 0 && effects.length + typing.length === 0) return "nothing"
  const after = steps.at(-1)?.to ?? status
  const then = after === status ? "" : ` → **${after}**`
  const facts = steps.length > 0 ? `${steps.map(({ fact }) => fact).join(", ")}${then}` : ""
  const wanted = effects.length > 0 ? `⇒ ${effects.join(", ")}` : ""
  return [facts, ...typing, wanted].filter(Boolean).join(" ")
}

/** In a fixed order, however the walk went. */
function distinct(values: Iterable<string>): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, "en"))
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group) group.push(value)
    else groups.set(key(value), [value])
  }
  return groups
}

/** What leads to the same shares a row; what changes nothing stands below the table. */
function table(status: Status, transitions: readonly Transition[]): string {
  const rows: string[] = []
  let silent: string[] = []
  for (const who of whos) {
    const ofWho = transitions.filter(({ letter }) => letter.who === who)
    const outcomes = [...groupBy(ofWho, ({ letter }) => letter.what)].map(([what, group]) => ({
      what,
      leadsTo: distinct(group.map((transition) => outcome(transition, status))).join("<br>"),
    }))
    for (const [leadsTo, group] of groupBy(outcomes, (row) => row.leadsTo)) {
      const whats = group.map(({ what }) => what)
      if (leadsTo === "nothing") silent = [...silent, ...whats]
      else rows.push(`| ${who} | ${whats.join("<br>")} | ${leadsTo} |`)
    }
  }
  return [
    ...[`### ${status}`, "", statuses[status], "", "| who | what | then |", "| --- | --- | --- |", ...rows],
    ...(silent.length > 0 ? ["", `Changes nothing: ${silent.join("; ")}.`] : []),
  ].join("\n")
}

function diagram(transitions: readonly Transition[]): string {
  const node = (status: Status) => (status === "none" ? "[*]" : status)
  const steps = transitions.flatMap((transition) => transition.steps)
  const moves = steps.filter(({ from, to }) => from !== to)
  const arrows = [...groupBy(moves, ({ from, to }) => `${node(from)} --> ${node(to)}`)].map(
    ([arrow, group]) => `  ${arrow}: ${distinct(group.map(({ fact }) => fact)).join(", ")}`,
  )
  return ["```mermaid", "stateDiagram-v2", ...distinct(arrows), "```"].join("\n")
}

export const HOW_TO_WRITE = "npm run states"

export function statesPage(transitions: readonly Transition[], states: number): string {
  const byStatus = groupBy(transitions, ({ from }) => statusOf(from))
  return `# States of a payment

Written by a test that walks every state the code can reach (\`core/src/states.test.ts\`): ${states} states, ${transitions.length}
decisions. Do not edit it; \`${HOW_TO_WRITE}\` writes it anew.

${diagram(transitions)}

An arrow carries the fact that makes the step. Cleared payments leave the desk and stay in the ledger.

## What happens when

*then* lists facts, the status they lead to (**bold**), and effects (after ⇒); several lines are what several
situations within the status lead to, such as which item is asked for, whether the session is known, or whether the
call has ended. *told live* is what is shown and never stored (R9).

${allStatuses.map((status) => table(status, byStatus.get(status) ?? [])).join("\n\n")}
`
}
