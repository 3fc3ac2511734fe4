// Who talks to whom on one call, live: a sequence diagram that is an ordered list, each step with its detail.
import { getJson } from "./api.js"
import { element, setText, syncList } from "./dom.js"
import { customerNumber, isLive, timeOfDay } from "./words.js"

const LANES = ["caller", "agent", "twilio", "server", "gateway"]
const NAMES = {
  caller: "Caller",
  agent: "Agent",
  twilio: "Twilio",
  server: "Your server",
  gateway: "Gateway",
}
const BETWEEN_MS = 200
/** Parameters that say what a request is about, the most telling first. */
const GIST = ["Result", "ErrorType", "Status", "Capture", "DialCallStatus", "CallStatus"].map(
  (name) => new RegExp(`(?:^|, )(${name})=([^,]+)`),
)

/** `Capture: security-code` of what server and Twilio say to each other; empty for the others. */
function gistOf({ from, to, detail }) {
  if (from !== "server" && to !== "server") return ""
  for (const told of GIST) {
    const found = told.exec(detail)
    if (found) return `${found[1]}: ${found[2]}`
  }
  return ""
}

/** Exchanges and failures, a row for what repeats: a callback per digit is one arrow with a count. */
function rowsOf(steps) {
  const rows = []
  const seen = new Map()
  for (const step of steps) {
    if (step.from === step.to && !step.trouble) continue
    const last = rows.at(-1)
    const same = last && ["from", "to", "text", "trouble"].every((key) => last[key] === step[key])
    if (same) rows[rows.length - 1] = { ...step, key: last.key, at: last.at, times: last.times + step.times }
    else {
      const base = `${step.at} ${step.from} ${step.text}`
      seen.set(base, (seen.get(base) ?? 0) + 1)
      rows.push({ ...step, key: `${base} ${seen.get(base)}` })
    }
  }
  return rows
}

function createRow(step) {
  const row = element("li", "")
  const from = LANES.indexOf(step.from)
  const to = LANES.indexOf(step.to)
  row.dataset.way = from < to ? "right" : from > to ? "left" : "note"
  row.style.setProperty("--first", Math.min(from, to))
  row.style.setProperty("--lanes", Math.abs(from - to))
  const more = element("details", "flow-step")
  const label = element("summary", "")
  const way = from === to ? NAMES[step.from] : `${NAMES[step.from]} to ${NAMES[step.to]}`
  label.append(
    element("span", "flow-way", `${way}: `),
    element("span", "flow-text"),
    element("span", "flow-gist"),
  )
  more.append(label, element("p", "flow-detail"))
  row.append(more)
  return row
}

function updateRow(row, step) {
  row.classList.toggle("flow-trouble", step.trouble)
  const times = step.times > 1 ? ` × ${step.times}` : ""
  setText(row.querySelector(".flow-text"), step.text + times)
  const gist = gistOf(step)
  setText(row.querySelector(".flow-gist"), gist === "" ? "" : ` ${gist}`)
  const detail = [timeOfDay(step.at), step.detail, step.answer === "" ? "" : `Answer: ${step.answer}`]
  setText(row.querySelector(".flow-detail"), detail.filter((part) => part !== "").join("\n"))
  // What Twilio would have done is not to be looked for.
  if (step.trouble && !row.dataset.opened) row.querySelector("details").open = true
  if (step.trouble) row.dataset.opened = "yes"
}

function nameOf(call) {
  const started = timeOfDay(call.createdAt)
  return `${customerNumber(call)}, ${started}${isLive(call) ? "" : ", ended"}`
}

/** `parts`: the list, the select of calls with its label, and the text shown while there is no call. */
export function createCallFlow(parts) {
  let calls = []
  let chosen = null
  let waiting = false
  let asking = false

  function refreshSoon() {
    if (!waiting) setTimeout(refresh, BETWEEN_MS)
    waiting = true
  }

  async function refresh() {
    waiting = false
    const callSid = chosen
    if (callSid === null) return
    // What has changed since it was asked may not be in the answer.
    if (asking) return refreshSoon()
    asking = true
    try {
      const { steps } = await getJson(`/emulator/calls/${callSid}/timeline`)
      if (callSid === chosen) show(rowsOf(steps))
    } catch {
      // The call was forgotten, or the emulator is gone: the next picture tells.
    } finally {
      asking = false
    }
  }

  function show(rows) {
    const { list } = parts
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40
    syncList(list, rows, (row) => row.key, createRow, updateRow)
    if (atEnd) list.scrollTop = list.scrollHeight
  }

  function choose(callSid) {
    if (callSid === chosen) return
    chosen = callSid
    parts.list.replaceChildren()
  }

  parts.select.addEventListener("change", () => {
    choose(parts.select.value)
    parts.select.dataset.kept = "yes"
    void refresh()
  })

  return {
    /** Follows the newest call until another one was chosen by hand. */
    show(picture) {
      const isNew = picture.calls.some((call) => !calls.some((known) => known.callSid === call.callSid))
      calls = picture.calls
      const gone = !calls.some((call) => call.callSid === chosen)
      if (gone || (isNew && parts.select.dataset.kept !== "yes")) choose(calls[0]?.callSid ?? null)
      syncList(
        parts.select,
        calls,
        (call) => call.callSid,
        (call) => new Option("", call.callSid),
        (option, call) => setText(option, nameOf(call)),
      )
      if (chosen !== null) parts.select.value = chosen
      parts.empty.hidden = chosen !== null
      parts.body.hidden = chosen === null
      parts.label.hidden = calls.length < 2
      refreshSoon()
    },
  }
}
