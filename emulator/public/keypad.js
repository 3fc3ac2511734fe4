// A telephone keypad of buttons, and the computer's keyboard as another one.
import { element } from "./dom.js"

const KEYS = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", ""],
  ["0", ""],
  ["#", ""],
]
const SPOKEN = { "*": "star", "#": "pound" }

/** Fills `group` with the twelve keys; answers the function that shows a key going down. */
export function fillKeypad(group, press) {
  const buttons = new Map()
  for (const [key, letters] of KEYS) {
    const button = element("button", "key")
    button.type = "button"
    button.setAttribute("aria-label", SPOKEN[key] ?? key)
    button.append(element("span", "key-digit", key))
    button.dataset.letters = letters
    button.addEventListener("click", () => press(key))
    buttons.set(key, button)
    group.append(button)
  }
  return {
    enable(enabled) {
      group.disabled = !enabled
    },
    flash(key, delaySeconds) {
      const button = buttons.get(key)
      const begin = { delay: delaySeconds * 1000, duration: 160 }
      button?.animate([{ background: "var(--accent-soft)" }, { background: "var(--key)" }], begin)
    },
  }
}

/** Calls `press(key)` for 0-9 * # typed anywhere but in a field. */
export function listenToKeyboard(press) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.target instanceof Element && event.target.closest("input, select, textarea")) return
    if (/^[0-9*#]$/.test(event.key)) press(event.key, event.target)
  })
}
