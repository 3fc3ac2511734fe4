// Scenarios by page: runs a scripted caller against the developer's program, and tells how it went.
import { attempt, getJson, postJson } from "./api.js"
import { element, setText, syncList } from "./dom.js"
import { labelled, selectOf } from "./schema-form.js"

function input(type) {
  const made = document.createElement("input")
  made.type = type
  return made
}

function outcome({ passed, trouble, results }) {
  const told = results.length === 0 ? "" : `: ${results.join(", ")}`
  return passed ? `Went as scripted${told}` : `Did not go as scripted: ${trouble}`
}

/** `parts`: the form, the list of runs, the summary's state and the place for refusals. */
export function createScenarios(parts) {
  const to = selectOf([])
  const number = labelled("Number to call", to)
  let running = 0

  async function run(name, body) {
    const item = element("li", "trial")
    const text = element("div", "")
    const told = element("p", "quiet", "Plays")
    text.append(element("p", "", name), told)
    item.append(text)
    parts.list.prepend(item)
    running += 1
    tell()
    const path = `/emulator/scenarios/${encodeURIComponent(name)}/run`
    const made = await attempt(parts.trouble, () => postJson(path, body))
    running -= 1
    tell()
    if (made === null) return item.remove()
    item.dataset.passed = made.passed
    setText(told, `${outcome(made)}. Seed ${made.seed}`)
  }
  const tell = () => setText(parts.state, running === 0 ? "callers by script" : `${running} at play`)

  async function build() {
    const { scenarios } = await getJson("/emulator/scenarios")
    const which = selectOf(scenarios.map(({ name }) => name))
    const choice = labelled("Caller", which, "")
    const seed = input("number")
    Object.assign(seed, { min: 0, max: 4294967295, step: 1, placeholder: "any" })
    const agent = labelled("An agent picks up", input("checkbox"))
    agent.className = "field check"
    agent.querySelector("input").checked = true
    const describe = () =>
      setText(choice.lastElementChild, scenarios.find(({ name }) => name === which.value).description)
    which.addEventListener("change", describe)
    describe()
    const fields = element("div", "fields")
    fields.append(number, labelled("Seed, to repeat a run", seed), agent)
    parts.form.append(choice, fields, element("button", "go", "Play"))
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault()
      void run(which.value, {
        to: to.value,
        agent: agent.querySelector("input").checked,
        ...(seed.value !== "" && { seed: Number(seed.value) }),
      })
    })
  }

  return {
    open: () => attempt(parts.trouble, build),
    show({ numbers }) {
      const all = numbers.map(({ phoneNumber }) => phoneNumber)
      syncList(
        to,
        all,
        (each) => each,
        (each) => new Option(each, each),
      )
      number.hidden = all.length < 2
    },
  }
}
