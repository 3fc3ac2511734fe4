// All customers' phones on the page: which call is shown on which phone, and which one the keyboard keys.
import { createCustomerPhone } from "./customer-phone.js"
import { listenToKeyboard } from "./keypad.js"
import { customerNumber, isLive } from "./words.js"

const MOST_PHONES = 12

/** A fresh caller's number: +15551230001, +15551230002, ... */
function freeNumber(phones) {
  for (let last = 1; ; last++) {
    const number = `+1555123${String(last).padStart(4, "0")}`
    if (!phones.some((phone) => phone.number() === number)) return number
  }
}

export function createCustomers(list, more, cards) {
  let phones = []
  let current = null
  let picture = { calls: [], numbers: [] }
  let added = 0

  function add(from = freeNumber(phones)) {
    added += 1
    const phone = createCustomerPhone({
      title: added === 1 ? "Customer's phone" : `Customer's phone ${added}`,
      from,
      cards,
      unfolded: added === 1,
      onRemove(removed) {
        phones = phones.filter((other) => other !== removed)
        removed.root.remove()
        if (current === removed) current = phones[0] ?? null
      },
      onUse(used) {
        current = used
      },
    })
    phone.root.addEventListener("focusin", () => {
      current = phone
    })
    phones.push(phone)
    list.append(phone.root)
    current ??= phone
    refresh()
    return phone
  }

  /** A call that no phone of this page placed: a script's, or one from before a reload. */
  function adopt(call) {
    const idle = phones.filter((phone) => !phone.isLive() && (phone.callSid === null || phone.call !== null))
    const same = idle.find((phone) => phone.number() === customerNumber(call))
    const free = same ?? idle.find((phone) => !phone.used)
    if (!free && phones.length >= MOST_PHONES) return false
    const phone = free ?? add(customerNumber(call))
    phone.adopt(call)
    phone.call = call
    return true
  }

  function refresh() {
    const numbers = picture.numbers.map((number) => number.phoneNumber)
    const bySid = new Map(picture.calls.map((call) => [call.callSid, call]))
    for (const phone of phones) {
      const gone = phone.callSid !== null && phone.call !== null && !bySid.has(phone.callSid)
      if (gone) phone.callSid = null
      phone.show(
        phone.callSid === null ? null : (bySid.get(phone.callSid) ?? null),
        numbers,
        phone !== phones[0],
      )
    }
  }

  listenToKeyboard((key, target) => {
    const focused = phones.find((phone) => phone.root.contains(target))
    const phone = focused ?? (current?.isLive() ? current : phones.find((other) => other.isLive()))
    phone?.key(key)
  })
  setInterval(() => {
    for (const phone of phones) if (phone.isLive()) phone.tick()
  }, 1000)

  return {
    add: () => add().root.querySelector("input").focus(),
    show(latest) {
      picture = latest
      if (phones.length === 0) add()
      refresh()
      const shown = new Set(phones.map((phone) => phone.callSid))
      const strays = latest.calls.filter((call) => isLive(call) && !shown.has(call.callSid)).reverse()
      const unplaced = latest.unseen + strays.filter((call) => !adopt(call)).length
      if (strays.length > 0) refresh()
      more.hidden = unplaced === 0
      more.textContent = `and ${unplaced} more calls that have no phone on this page`
    },
  }
}
