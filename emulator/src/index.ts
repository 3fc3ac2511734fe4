// The package's door: start an emulator from code.
export type { CallOptions, EmulatedCall } from "./call-in-code.ts"
export { createEmulator, demoAccount, type Emulator, type EmulatorOptions } from "./emulator.ts"
export type { FaultInput } from "./faults/fault-rule.ts"
export type { Connector, ConnectorSettings } from "./pay/connector.ts"
export type { ScenarioOptions, ScenarioRun } from "./scenarios/run-scenario.ts"
export * as script from "./scenarios/scenario.ts"
export type { Switches } from "./switches.ts"
