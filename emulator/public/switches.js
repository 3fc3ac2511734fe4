// Switches by page: each question that Twilio's documents leave open, with the answers there are and what is known.
import { attempt, getJson, patchJson } from "./api.js"
import { element, setText, syncList } from "./dom.js"
import { labelled, selectOf } from "./schema-form.js"

const PATH = "/emulator/switches"
const asItComes = ({ value, answers }) => value === answers[0]

/** `parts`: the field that searches, the list, the button that sets all back, the summary's state, the place for refusals. */
export function createSwitches(parts) {
  let switches = []

  async function ask(action) {
    const answer = await attempt(parts.trouble, action)
    if (answer) switches = answer.switches
    show()
  }

  function createSwitch({ name, answers, evidence }) {
    const item = element("li", "switch-row")
    const select = selectOf(answers)
    select.addEventListener("change", () => {
      const chosen = answers.find((answer) => String(answer) === select.value)
      void ask(() => patchJson(PATH, { [name]: chosen }))
    })
    item.append(labelled(name, select, evidence))
    return item
  }

  function show() {
    const changed = switches.filter((each) => !asItComes(each))
    setText(parts.state, changed.length === 0 ? "all as they come" : `${changed.length} changed`)
    parts.all.hidden = changed.length === 0
    const wanted = parts.search.value.trim().toLowerCase()
    const found = switches.filter(({ name, evidence }) =>
      `${name} ${evidence}`.toLowerCase().includes(wanted),
    )
    parts.none.hidden = found.length > 0
    syncList(
      parts.list,
      found,
      ({ name }) => name,
      createSwitch,
      (item, each) => {
        item.querySelector("select").value = String(each.value)
        item.classList.toggle("changed", !asItComes(each))
      },
    )
  }

  parts.search.addEventListener("input", show)
  parts.all.addEventListener("click", () => {
    const defaults = switches.map(({ name, answers }) => [name, answers[0]])
    void ask(() => patchJson(PATH, Object.fromEntries(defaults)))
  })
  return { open: () => ask(() => getJson(PATH)) }
}
