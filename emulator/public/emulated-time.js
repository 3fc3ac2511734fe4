// Time by page: how fast it runs, or standing still until it is moved on.
import { attempt, patchJson, postJson } from "./api.js"
import { setText } from "./dom.js"
import { timeOfDay } from "./words.js"

/** `parts`: the selects of mode and speed, the buttons that move time, what the time is, the summary's state, the place for refusals. */
export function createTime(parts) {
  const set = (change) => attempt(parts.trouble, () => patchJson("/emulator/clock", change))
  parts.mode.addEventListener("change", () => set({ mode: parts.mode.value }))
  parts.speed.addEventListener("change", () => set({ speed: Number(parts.speed.value) }))
  for (const button of parts.moves.querySelectorAll("button")) {
    const body = { ms: Number(button.dataset.ms) }
    button.addEventListener("click", () =>
      attempt(parts.trouble, () => postJson("/emulator/clock/advance", body)),
    )
  }
  return {
    show({ time: { mode, speed, now } }) {
      const virtual = mode === "virtual"
      setText(parts.state, virtual ? "stands still" : speed === 1 ? "real" : `${speed} times as fast`)
      setText(parts.now, virtual ? `It is ${timeOfDay(now)}` : "")
      parts.moves.hidden = !virtual
      parts.speed.parentElement.hidden = virtual
      if (document.activeElement !== parts.mode) parts.mode.value = mode
      const known = [...parts.speed.options].some((option) => Number(option.value) === speed)
      if (!known) parts.speed.append(new Option(`${speed} times as fast`, speed))
      if (document.activeElement !== parts.speed) parts.speed.value = speed
    },
  }
}
