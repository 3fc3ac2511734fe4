// The agents' phones: ringing, answer, decline, hang up.
import { attempt, postJson } from "./api.js"
import { clone, setText, syncList } from "./dom.js"
import { showHeard } from "./heard.js"
import { isLive } from "./words.js"

const phones = new Map()

function createLine(leg) {
  const { root, parts } = clone("agent-line")
  const path = `/emulator/calls/${leg.parent.callSid}`
  const act = (button, action, body) =>
    button.addEventListener("click", () => attempt(parts.trouble, () => postJson(`${path}/${action}`, body)))
  act(parts.answer, "answer", { phone: leg.to })
  act(parts.machine, "answer", { phone: leg.to, answeredBy: "machine_start" })
  act(parts.decline, "decline", { phone: leg.to })
  act(parts.hangup, "hangup", { leg: "agent" })
  parts.heard.setAttribute("aria-label", `What ${leg.name || leg.to} hears`)
  root.parts = parts
  return root
}

function lineText(leg) {
  if (leg.status === "ringing") return `Call from ${leg.from}`
  const { payment } = leg.parent
  const keying = payment && payment.state === "open"
  if (!leg.talking) return leg.activity || `Answered the call from ${leg.from}`
  return keying ? `With ${leg.from}. The payment hides the customer's tones.` : `With ${leg.from}`
}

function updateLine(root, leg) {
  const { parts } = root
  const ringing = leg.status === "ringing"
  setText(parts.text, lineText(leg))
  const focused = [parts.answer, parts.machine].includes(document.activeElement)
  parts.answer.hidden = !ringing
  parts.decline.hidden = !ringing
  parts.machine.hidden = !(ringing && leg.detectsMachines)
  parts.hangup.hidden = ringing
  if (focused && !ringing) parts.hangup.focus()
  showHeard(parts.heard, leg.heard)
}

function createPhone(phone) {
  const { root, parts } = clone("agent-phone")
  const title = root.querySelector(".phone-title")
  title.id = `agent-${phone.phoneNumber.replace(/\W/g, "")}`
  root.setAttribute("aria-labelledby", title.id)
  title.textContent = `${phone.name || phone.phoneNumber}'s phone`
  parts.number.textContent = phone.name ? phone.phoneNumber : ""
  root.parts = parts
  return root
}

function updatePhone(root, phone) {
  const ringing = phone.legs.some((leg) => leg.status === "ringing")
  const state = ringing ? "Ringing" : phone.legs.length > 0 ? "Talking" : "Silent"
  setText(root.parts.state, state)
  root.dataset.state = state.toLowerCase()
  syncList(root.parts.lines, phone.legs, (leg) => leg.callSid, createLine, updateLine)
}

/** Shows every known phone and every phone that was ever dialled; answers the names of those that ring. */
export function showAgents(list, empty, picture) {
  for (const { phoneNumber, name } of picture.phones) phones.set(phoneNumber, name)
  const legs = picture.calls.flatMap((call) => call.legs.map((leg) => ({ ...leg, parent: call })))
  for (const leg of [...legs].reverse()) if (!phones.has(leg.to)) phones.set(leg.to, "")
  const live = legs.filter(isLive)
  const shown = [...phones].map(([phoneNumber, name]) => ({
    phoneNumber,
    name,
    legs: live.filter((leg) => leg.to === phoneNumber),
  }))
  empty.hidden = shown.length > 0
  syncList(list, shown, (phone) => phone.phoneNumber, createPhone, updatePhone)
  const ringing = shown.filter((phone) => phone.legs.some((leg) => leg.status === "ringing"))
  return ringing.map((phone) => `${phone.name || phone.phoneNumber}'s phone`)
}
