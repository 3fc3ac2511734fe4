// What happened, newest first; warnings and errors stand out with Twilio's code.
import { element, limited, syncList } from "./dom.js"
import { timeOfDay } from "./words.js"

function createEntry(entry) {
  const item = element("li", `diary-${entry.level}`)
  item.append(element("time", "quiet", timeOfDay(entry.at)), " ")
  if (entry.level !== "info") {
    const word = entry.level === "error" ? "Error" : "Warning"
    item.append(element("strong", "", entry.code === null ? word : `${word} ${entry.code}`), " ")
  }
  const who = entry.who !== "" && !entry.text.startsWith(entry.who) ? `${entry.who} ` : ""
  item.append(element("span", "quiet", who), element("span", "", entry.text))
  if (entry.explanation !== "") item.append(element("p", "diary-why", entry.explanation))
  return item
}

const FEW = 12

/** `parts`: the list, the text shown while it is empty, and the button that shows all. */
export function showDiary(parts, entries) {
  parts.list.hidden = entries.length === 0
  parts.empty.hidden = entries.length > 0
  const counts = new Map()
  const keyed = entries.map((entry) => {
    const base = `${entry.at} ${entry.callSid} ${entry.text}`
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    return { ...entry, key: `${base} ${count}` }
  })
  syncList(parts.list, limited(parts.all, keyed.reverse(), FEW), (entry) => entry.key, createEntry)
}
