// One customer's phone: places a call, keys digits, hangs up, shows what the customer hears.
import { attempt, postJson } from "./api.js"
import { clone, element, setText, syncList } from "./dom.js"
import { playKey } from "./dtmf.js"
import { emulatorNow } from "./emulator-clock.js"
import { showHeard } from "./heard.js"
import { fillKeypad } from "./keypad.js"
import { fillTestCards } from "./test-cards.js"
import {
  callState,
  clockTime,
  customerNumber,
  ITEMS,
  isIncoming,
  isLive,
  itemLabel,
  money,
  paymentState,
} from "./words.js"

const KEY_SECONDS = 0.06

function showPayment(list, payment) {
  list.hidden = payment === null
  if (payment === null) return
  const captured = Object.entries(ITEMS)
    .filter(([item, { field }]) => payment.captured[field] || payment.capture === item)
    .map(([item, { label, field }]) => ({
      label,
      value: payment.capture === item ? payment.keyed || "…" : payment.captured[field],
    }))
  if (payment.capture?.endsWith("-matcher"))
    captured.push({ label: itemLabel(payment.capture), value: payment.keyed || "…" })
  const amount = payment.amount === "" ? "no amount" : money(payment.amount, payment.currency)
  const rows = [{ label: `Payment, ${amount}`, value: paymentState(payment) }, ...captured]
  if (payment.lastError !== "") rows.push({ label: "Error", value: payment.lastError })
  syncList(
    list,
    rows,
    (row) => row.label,
    () => {
      const made = element("div", "")
      made.append(element("dt", ""), element("dd", ""))
      return made
    },
    (made, row) => {
      setText(made.firstElementChild, row.label)
      setText(made.lastElementChild, row.value)
    },
  )
}

/**
 * Makes a phone. `from` is its first number; `cards` are the test cards, shown at once when `unfolded`; `onRemove` runs when it is removed,
 * and `onUse` whenever it is touched.
 */
export function createCustomerPhone({ title, from, cards, unfolded, onRemove, onUse }) {
  const { root, parts } = clone("customer-phone")
  const heading = root.querySelector(".phone-title")
  heading.id = `phone-${title.replace(/\W/g, "")}`
  heading.textContent = title
  root.setAttribute("aria-labelledby", heading.id)
  parts.from.value = from
  parts.cards.open = unfolded
  const phone = { root, callSid: null, call: null, used: false, sending: Promise.resolve() }

  /** Keys digits one after the other, whatever was clicked meanwhile. */
  phone.key = (digits) => {
    onUse(phone)
    const { callSid } = phone
    if (callSid === null || !phone.call || !isLive(phone.call)) return
    phone.sending = phone.sending.then(async () => {
      for (const [index, key] of [...digits].entries()) {
        const seconds = digits.length > 1 ? KEY_SECONDS - 0.01 : 0.12
        playKey(key, index * KEY_SECONDS, seconds)
        pad.flash(key, index * KEY_SECONDS)
      }
      await attempt(parts.trouble, () => postJson(`/emulator/calls/${callSid}/digits`, { digits }))
    })
  }
  const pad = fillKeypad(parts.keypad, phone.key)
  const testCards = fillTestCards(parts, cards, phone.key)

  const pickUp = async (answeredBy) => {
    await attempt(parts.trouble, () => postJson(`/emulator/calls/${phone.callSid}/answer`, { answeredBy }))
    parts.keypad.focus()
  }

  parts.machine.addEventListener("click", () => {
    onUse(phone)
    return pickUp("machine_start")
  })
  parts.call.addEventListener("click", async () => {
    onUse(phone)
    if (isIncoming(phone.call)) return pickUp("human")
    phone.used = true
    parts.call.disabled = true
    const body = { from: parts.from.value.trim(), to: parts.to.value, query: parts.query.value.trim() }
    const placed = await attempt(parts.trouble, () => postJson("/emulator/calls", body))
    if (placed) {
      phone.callSid = placed.callSid
      parts.keypad.focus()
    } else parts.call.disabled = false
  })
  parts.hangup.addEventListener("click", () =>
    attempt(parts.trouble, () => postJson(`/emulator/calls/${phone.callSid}/hangup`)),
  )
  parts.say.addEventListener("submit", async (event) => {
    event.preventDefault()
    const words = parts.words.value.trim()
    if (words === "") return
    const said = await attempt(parts.trouble, () =>
      postJson(`/emulator/calls/${phone.callSid}/speech`, { words }),
    )
    if (said) parts.words.value = ""
  })
  parts.remove.addEventListener("click", () => onRemove(phone))

  phone.number = () => parts.from.value.trim()
  phone.isLive = () => phone.call !== null && isLive(phone.call)
  phone.adopt = (call) => {
    phone.callSid = call.callSid
    parts.from.value = customerNumber(call)
    parts.to.value = call.direction === "outbound-api" ? call.from : call.to
  }
  phone.show = (call, numbers, removable) => {
    phone.call = call
    const live = phone.isLive()
    const placing = phone.callSid !== null && call === null
    syncList(
      parts.to,
      numbers,
      (number) => number,
      (number) => new Option(number, number),
    )
    parts["to-field"].hidden = numbers.length < 2
    parts.from.readOnly = live
    parts.to.disabled = live
    const incoming = isIncoming(call)
    setText(parts.call, incoming ? "Answer" : "Call")
    setText(parts.hangup, incoming ? "Decline" : "Hang up")
    parts.call.disabled = !incoming && (live || placing || numbers.length === 0)
    parts.hangup.disabled = !live
    parts.machine.hidden = !(incoming && call.detectsMachines)
    parts.remove.hidden = !removable || live
    pad.enable(live)
    parts.say.hidden = !live || call.answeredAt === null
    testCards.enable(live, call?.payment ?? null)
    root.dataset.state = live ? (call.answeredAt ? "talking" : "ringing") : "idle"
    phone.tick()
    showHeard(parts.heard, call?.heard ?? [])
    showPayment(parts.payment, call?.payment ?? null)
  }
  phone.tick = () => {
    const { call } = phone
    if (call === null) return setText(parts.state, "Ready to call")
    const since = call.answeredAt ? emulatorNow() - Date.parse(call.answeredAt) : 0
    const seconds = isLive(call) ? Math.max(0, Math.round(since / 1000)) : call.seconds
    setText(parts.state, callState(call))
    parts.state.dataset.time = call.answeredAt ? clockTime(seconds) : ""
  }
  return phone
}
