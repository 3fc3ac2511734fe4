// The phones page: one live picture from the emulator, handed to each part that shows a piece of it.
import { showAgents } from "./agent-phone.js"
import { getJson } from "./api.js"
import { createCallFlow } from "./call-flow.js"
import { createCustomers } from "./customers.js"
import { showDiary } from "./diary.js"
import { partsOf } from "./dom.js"
import { soundSwitch, startRinging, stopRinging } from "./dtmf.js"
import { createTime } from "./emulated-time.js"
import { setEmulatorTime } from "./emulator-clock.js"
import { createFaults } from "./faults.js"
import { showRecords } from "./gateway-record.js"
import { createScenarios } from "./scenarios.js"
import { createSwitches } from "./switches.js"

const byId = (id) => document.getElementById(id)

const { cards } = await getJson("/emulator/cards")
const customers = createCustomers(byId("customer-phones"), byId("more-calls"), cards)

const recordParts = {
  table: byId("record-table"),
  list: byId("records"),
  empty: byId("no-records"),
  all: byId("all-records"),
}
const diaryParts = { list: byId("diary"), empty: byId("no-diary"), all: byId("all-diary") }
const flow = createCallFlow({
  list: byId("flow"),
  select: byId("flow-call"),
  label: byId("flow-choice"),
  empty: byId("no-flow"),
  body: byId("flow-body"),
})
const trials = {
  faults: createFaults(partsOf(byId("faults"))),
  scenarios: createScenarios(partsOf(byId("scenarios"))),
  time: createTime(partsOf(byId("time"))),
  switches: createSwitches(partsOf(byId("switches"))),
}
for (const [name, { open }] of Object.entries(trials)) {
  if (open) byId(name).addEventListener("toggle", open, { once: true })
}
let latest = null

const inShort = (numbers) =>
  numbers.length > 3 ? `${numbers[0]} and ${numbers.length - 1} other numbers` : numbers.join(", ")

function show(picture) {
  latest = picture
  setEmulatorTime(picture.time)
  const numbers = picture.numbers.map((number) => number.phoneNumber)
  byId("dial-hint").textContent =
    numbers.length === 0
      ? "No number is emulated yet: add one with POST /emulator/numbers"
      : `Calls to ${inShort(numbers)} go to your server`
  customers.show(picture)
  const ringing = showAgents(byId("agent-phones"), byId("no-agents"), picture)
  byId("ringing-note").hidden = ringing.length === 0
  byId("ringing-note").textContent = `${ringing.join(" and ")} rings: go to it`
  if (ringing.length > 0) startRinging()
  else stopRinging()
  showRecords(recordParts, picture.records)
  showDiary(diaryParts, picture.diary)
  flow.show(picture)
  for (const { show: showTrial } of Object.values(trials)) showTrial?.(picture)
}

soundSwitch(byId("sound"))
byId("add-caller").addEventListener("click", () => customers.add())

for (const { all } of [recordParts, diaryParts]) all.addEventListener("limit", () => show(latest))

const events = new EventSource("/emulator/events")
events.addEventListener("message", (event) => {
  byId("lost").hidden = true
  show(JSON.parse(event.data))
})
events.addEventListener("error", () => {
  byId("lost").hidden = false
  stopRinging()
})
