// Faults by page: adds one, from the fields that the control API describes; lists those in force; takes them back.
import { attempt, getJson, postJson, remove } from "./api.js"
import { element, setText, syncList } from "./dom.js"
import { capital, fieldsOf, labelled, selectOf } from "./schema-form.js"
import { customerNumber } from "./words.js"

const PATH = "/emulator/faults"
const nameOf = (rule) => rule.properties.on.enum[0]
const actionOf = (act) => act.properties.action.enum[0]

function inWords(rule) {
  const { on, match, do: act, id: _, matched: __, struck: ___, ...when } = rule
  const { action, ...more } = act
  const pairs = (object) =>
    Object.entries(object)
      .map(([key, value]) => `${key} ${key === "params" ? new URLSearchParams(value) : value}`)
      .join(", ")
  const which = [pairs(match), pairs(when)].filter((part) => part !== "").join("; ")
  const what = pairs(more) === "" ? action : `${action} (${pairs(more)})`
  return `${on}: ${what}${which === "" ? "" : `, ${which}`}`
}

function createRule(rule, trouble) {
  const item = element("li", "trial")
  const back = element("button", "plain", "Take back")
  back.type = "button"
  back.addEventListener("click", () =>
    attempt(trouble, () => remove(`${PATH}/${encodeURIComponent(rule.id)}`)),
  )
  const text = element("div", "")
  text.append(element("p", "", inWords(rule)), element("p", "quiet"))
  item.append(text, back)
  back.setAttribute("aria-label", `Take back ${inWords(rule)}`)
  return item
}

/** `parts`: the form, the list, the button that takes all back, the summary's state and the place for refusals. */
export function createFaults(parts) {
  let fill = null
  let calls = []

  async function build() {
    const { paths } = await getJson("/emulator/docs/json")
    const rules = paths[PATH].post.requestBody.content["application/json"].schema.oneOf
    const on = selectOf(rules.map(nameOf))
    const fields = element("div", "fields")
    const whose = labelled(
      "Call",
      selectOf([""], () => "every call"),
    )
    let rule = null
    const choose = () => {
      const { properties } = rules.find((each) => nameOf(each) === on.value)
      const acts = properties.do.oneOf
      const does = selectOf(acts.map(actionOf))
      const match = fieldsOf(properties.match, [])
      const when = fieldsOf({ properties }, ["id", "on", "match", "do", "call"])
      const with_ = element("div", "fields")
      const act = () => acts.find((each) => actionOf(each) === does.value)
      const doing = labelled("What happens", does, "")
      let more = null
      const show = () => {
        more = fieldsOf(act(), ["action"])
        with_.replaceChildren(...more.roots)
        setText(doing.lastElementChild, capital(act().description))
      }
      does.addEventListener("change", show)
      show()
      const later = document.createElement("details")
      const grid = element("div", "fields")
      grid.append(...when.roots)
      later.append(element("summary", "", "When"), grid)
      fields.replaceChildren(...match.roots, whose, doing, with_, later)
      const strikes = rules.find((each) => nameOf(each) === on.value).description
      setText(parts.form.querySelector(".hint"), `Strikes ${strikes}`)
      rule = () => ({
        on: on.value,
        match: match.read(),
        do: { action: does.value, ...more.read() },
        ...when.read(),
        ...(whose.querySelector("select").value && { call: whose.querySelector("select").value }),
      })
    }
    on.addEventListener("change", choose)
    const add = element("button", "go", "Add the fault")
    parts.form.append(labelled("Fault of", on, ""), fields, add)
    choose()
    parts.form.addEventListener("submit", async (event) => {
      event.preventDefault()
      await attempt(parts.trouble, () => postJson(PATH, rule()))
    })
    fill = () =>
      syncList(
        whose.querySelector("select"),
        ["", ...new Set(calls.map(customerNumber))],
        (number) => number,
        (number) => new Option(number === "" ? "every call" : number, number),
      )
    fill()
  }

  parts.all.addEventListener("click", () => attempt(parts.trouble, () => remove(PATH)))
  return {
    open: () => attempt(parts.trouble, build),
    show(picture) {
      calls = picture.calls
      const { faults } = picture
      setText(parts.state, faults.length === 0 ? "none" : `${faults.length} in force`)
      parts.all.hidden = faults.length < 2
      syncList(
        parts.list,
        faults,
        (rule) => `${rule.id} ${inWords(rule)}`,
        (rule) => createRule(rule, parts.trouble),
        (item, { struck, matched }) =>
          setText(item.querySelector(".quiet"), `struck ${struck} of ${matched} that fitted`),
      )
      fill?.()
    },
  }
}
