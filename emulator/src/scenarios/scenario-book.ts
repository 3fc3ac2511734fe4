// The scenarios by name: those that come with the emulator, and those that a developer adds.
import { readOrThrow } from "../say-issues.ts"
import type { World } from "../world.ts"
import { READY_SCENARIOS } from "./ready-scenarios.ts"
import { runScenario, type ScenarioOptions, type ScenarioRun } from "./run-scenario.ts"
import { type Scenario, type ScenarioInput, scenarioSchema } from "./scenario.ts"

export type ScenarioBook = {
  list(): Scenario[]
  /** Adds one, or replaces the one of that name; throws a RangeError that says what is wrong with one that cannot be read. */
  add(scenario: ScenarioInput): Scenario
  /** Runs one by name; throws a RangeError when there is none of that name. A failed run is a result. */
  run(name: string, options?: ScenarioOptions): Promise<ScenarioRun>
}

export function createScenarioBook(world: World): ScenarioBook {
  const kept = new Map<string, Scenario>()
  const add = (written: ScenarioInput) => {
    const scenario = readOrThrow(scenarioSchema, written, "The scenario")
    kept.set(scenario.name, scenario)
    return scenario
  }
  for (const ready of READY_SCENARIOS) add(ready)
  return {
    add,
    list: () => [...kept.values()],
    async run(name, options) {
      const scenario = kept.get(name)
      if (scenario) return runScenario(world, scenario, options)
      throw new RangeError(`There is no scenario "${name}": there is ${[...kept.keys()].join(", ")}.`)
    },
  }
}
