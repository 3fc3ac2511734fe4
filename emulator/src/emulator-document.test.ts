// Keeps docs/EMULATOR.md true: it is written from the behaviours, the switches, the fault rules and the scenarios.
import { expect, test } from "vitest"
import { faultRule } from "./faults/fault-rule.ts"
import { READY_SCENARIOS } from "./scenarios/ready-scenarios.ts"
import { QUESTIONS } from "./switches.ts"
import { BEHAVIOURS } from "./testing/behaviours.ts"

const HOW_TO_WRITE = "npx vitest run emulator/src/emulator-document.test.ts --update"

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;")
const row = (...cells: string[]) => `| ${cells.map(cell).join(" | ")} |`
const table = (head: string[], rows: string[]) =>
  [row(...head), `|${" --- |".repeat(head.length)}`, ...rows].join("\n")

const behaviours = Object.entries(BEHAVIOURS).map(([title, list]) => {
  const rows = list.map(({ what, grade, question }) => row(what, grade, question ?? ""))
  return `### ${title}\n\n${table(["Behaviour", "Grade", "Switch"], rows)}`
})

const switches = Object.entries(QUESTIONS).map(([name, { answers, evidence }]) => {
  const [first, ...others] = answers.map(String)
  return row(name, first ?? "", others.join(", "), evidence)
})

const faults = faultRule.options.map(({ shape }) => {
  const match = Object.keys(("unwrap" in shape.match ? shape.match.unwrap() : shape.match).shape)
  const actions = shape.do.options.map((action) => {
    const { action: name, ...more } = action.shape
    const names = Object.keys(more)
    return names.length === 0 ? name.value : `${name.value} (${names.join(", ")})`
  })
  return row(shape.on.value, match.join(", "), actions.join(", "))
})

const scenarios = READY_SCENARIOS.map(({ name, description }) => row(name, description))

const DOCUMENT = `# What the emulator does, and how sure that is

Written by a test from the emulator's own data; do not edit. After a change: \`${HOW_TO_WRITE}\`.

Grades of evidence: **D** Twilio's documents, specification or error dictionary; **C** a body captured from real Twilio;
**K** inferred from clients that ran against real Twilio; **?** weak; **none** nothing is known, the behaviour is our choice;
**ours** not Twilio's at all. Where the REST API differs from Twilio's OpenAPI file is listed in [EMULATOR-REST.md](EMULATOR-REST.md);
TwiML has a page of its own, [EMULATOR-TWIML.md](EMULATOR-TWIML.md).

## Behaviours

${behaviours.join("\n\n")}

## Switches

Every question that the documents leave open has a switch of its name: \`createEmulator({ switches: { "PCI mode": "off" } })\`,
\`emulator.switches["PCI mode"] = "off"\`, \`EMULATOR_SWITCHES='{"PCI mode": "off"}'\`, or
\`PATCH /emulator/switches {"PCI mode": "off"}\`.

${table(["Question", "Default", "Others", "Evidence"], switches)}

## Faults

A rule says what it strikes (\`on\`, \`match\`), when (\`call\`: a Call SID or a number; \`nth\` in each call; \`times\` in all;
\`probability\` with a \`seed\`) and what happens (\`do\`). The first rule that fits strikes; what struck is in the diary.
\`POST /emulator/faults\`, \`emulator.faults.add(...)\`, or \`createEmulator({ faults: [...] })\`:

\`\`\`json
{ "on": "webhook", "match": { "kind": "payment", "params": { "Result": "*" } }, "nth": 1, "do": { "action": "double" } }
\`\`\`

${table(["on", "match", "do: action (with)"], faults)}

## Scenarios

\`POST /emulator/scenarios/{name}/run {"seed": 7}\` or \`emulator.scenarios.run(name, { seed: 7 })\`. The program under test
prompts; the scenario's caller keys. The answer tells the seed, with which a run is repeated exactly.

${table(["Name", "What the caller does"], scenarios)}
`

test("docs/EMULATOR.md says what the code does", async () => {
  await expect(
    DOCUMENT,
    `docs/EMULATOR.md and the code differ. Write it anew: ${HOW_TO_WRITE}`,
  ).toMatchFileSnapshot("../../docs/EMULATOR.md")
})

test("every switch stands beside a behaviour", () => {
  const shown = Object.values(BEHAVIOURS).flatMap((list) => list.map(({ question }) => question))
  const missing = Object.keys(QUESTIONS).filter((name) => !shown.some((question) => question === name))
  expect(missing).toEqual([])
})
