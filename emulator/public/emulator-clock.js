// What time it is at the emulator: its clock may be ahead of this machine's, run faster, or stand still.
let told = { now: Date.now(), seen: performance.now(), speed: 1 }

/** `time` as every picture of the emulator tells it. */
export function setEmulatorTime({ mode, speed, now }) {
  told = { now: Date.parse(now), seen: performance.now(), speed: mode === "virtual" ? 0 : speed }
}

/** Milliseconds since 1970. */
export const emulatorNow = () => told.now + (performance.now() - told.seen) * told.speed
