// For fuzz tests: how many inputs each tries, and odd texts. `FUZZ_INPUTS=20000 npm run fuzz:emulator` tries more.
import fc from "fast-check"

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 60)

/** For fc.assert. The usual run is always the same one; FUZZ_SEED tries others. */
export const RUNS = { numRuns: INPUTS, seed: Number(process.env.FUZZ_SEED ?? 2_026) }

/** Milliseconds; a busy machine takes its time. */
export const PATIENCE = 60_000 + INPUTS * 200

export const odd = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom("", "-1", "0", "true", "é", "\u0000"),
)

/** What a fault of the emulator itself would read like. */
export const OURS = /undefined|not a function|Cannot read|not iterable|internal/i
