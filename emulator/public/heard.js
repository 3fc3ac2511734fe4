// What a person at a phone heard, as a short list that reads like a conversation.
import { element, setText, syncList } from "./dom.js"

const SHOWN = 6

function text(heard) {
  return heard.kind === "tone" && heard.times > 1 ? `${heard.text} × ${heard.times}` : heard.text
}

/** Shows the latest of `heard`; hides the list while it is empty. */
export function showHeard(list, heard) {
  const latest = heard.slice(-SHOWN).map((entry, index) => ({ ...entry, key: `${entry.at}-${index}` }))
  list.hidden = latest.length === 0
  syncList(
    list,
    latest,
    (entry) => entry.key,
    (entry) => element("li", `heard-${entry.kind}`),
    (item, entry) => setText(item, text(entry)),
  )
}
