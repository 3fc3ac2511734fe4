// The gateway's record: what was charged or stored, newest first.
import { element, limited, syncList } from "./dom.js"
import { money, timeOfDay } from "./words.js"

const FEW = 10

function cell(text, detail = "", className = "") {
  const made = element("td", className)
  made.append(element("span", "", text))
  if (detail !== "") made.append(element("span", "quiet", detail))
  return made
}

function resultCell(record) {
  const made = cell("")
  const good = record.result === "succeeded"
  const word = good
    ? record.kind === "charge"
      ? "Charged"
      : "Stored"
    : record.result === "failed"
      ? "Failed"
      : "Declined"
  made.replaceChildren(element("span", good ? "tag good" : "tag bad", word))
  if (!good) made.append(element("span", "quiet", record.errorCode))
  return made
}

function createRow(record) {
  const row = element("tr", "")
  const amount = record.amount === "" ? "No amount" : money(record.amount, record.currency)
  const outcome = record.confirmationCode || record.token || record.error
  row.append(
    cell(timeOfDay(record.time)),
    resultCell(record),
    cell(record.card, record.brand),
    cell(amount, record.description),
    cell(outcome, record.profileId, "record-code"),
  )
  return row
}

/** `parts`: the table, its body, the text shown while it is empty, and the button that shows all. */
export function showRecords(parts, records) {
  parts.table.hidden = records.length === 0
  parts.empty.hidden = records.length > 0
  syncList(parts.list, limited(parts.all, records, FEW), (record) => record.id, createRow)
}
