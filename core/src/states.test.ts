// Walks every reachable state of a payment, holds each step against the invariants, and keeps docs/STATES.md true.
import { expect, test } from "vitest"
import { explore, statusOf } from "./spec/explore.ts"
import { ofSteps } from "./spec/invariants.ts"
import { allStatuses, HOW_TO_WRITE, statesPage } from "./spec/states-page.ts"

const { states, transitions } = explore()

test("every status is reached, and no other", () => {
  expect(new Set(states.map(statusOf))).toEqual(new Set(allStatuses))
})

test.each(Object.entries(ofSteps))(
  "%s of docs/RULES.md is kept at every step from every state",
  (_number, keeps) => {
    const broken = transitions.find(
      ({ from, letter, decision, to }) =>
        !keeps({ before: from, command: letter.command, decision, after: to }),
    )
    expect(broken).toBeUndefined()
  },
)

test("docs/STATES.md says what the code does", async () => {
  const page = statesPage(transitions, states.length)
  await expect(
    page,
    `docs/STATES.md and the code differ. Write it anew: ${HOW_TO_WRITE}`,
  ).toMatchFileSnapshot("../../docs/STATES.md")
})
