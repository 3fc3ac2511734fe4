// A form's fields from a JSON schema of the API's own description: what may be written, what it means, its default.
import { element } from "./dom.js"

const WORDS = {
  ms: "Milliseconds",
  copies: "How many times more",
  nth: "Only these, like 1 or 2, 3",
  times: "How often in all",
  probability: "Probability, 0 to 1",
  seed: "Seed",
  params: "Parameters, like Result=*",
  url: "URL",
  digit: "Place of the key",
  work: "Strikes",
}
const MOST_NUMBERS = ["integer", "number"]

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
const one = (schema) => schema.enum ?? (schema.const === undefined ? null : [schema.const])

/** The values there are to choose from; null where anything may be written. */
function choicesOf(schema) {
  if (!schema.anyOf) return one(schema)
  const all = schema.anyOf.map(one)
  return all.includes(null) ? null : all.flat()
}

function readerOf(schema) {
  if (schema.type === "object") return (text) => Object.fromEntries(new URLSearchParams(text))
  if (MOST_NUMBERS.includes(schema.type)) return Number
  if (!schema.anyOf) return (text) => text
  return (text) => {
    const numbers = text.split(",").map(Number)
    return numbers.length === 1 ? numbers[0] : numbers
  }
}

let count = 0

/** A control under its label, over a hint that describes it; `hint` may be filled in later. */
export function labelled(text, control, hint) {
  const field = element("div", "field")
  const label = element("label", "", text)
  count += 1
  control.id = `field-${count}`
  label.htmlFor = control.id
  field.append(label, control)
  if (hint === undefined) return field
  const described = element("span", "hint", capital(hint))
  described.id = `hint-${count}`
  control.setAttribute("aria-describedby", described.id)
  field.append(described)
  return field
}

/** A select of values, each shown in words. */
export function selectOf(values, words = String) {
  const select = document.createElement("select")
  for (const value of values) select.append(new Option(words(value), String(value)))
  return select
}

function fieldOf(name, schema, required) {
  const choices = choicesOf(schema)
  const input = choices
    ? selectOf(required || schema.default !== undefined ? choices : ["", ...choices], (v) =>
        v === "" ? "any" : v,
      )
    : document.createElement("input")
  if (schema.default !== undefined) {
    if (choices) input.value = schema.default
    else input.placeholder = schema.default
  }
  if (!choices && MOST_NUMBERS.includes(schema.type))
    Object.assign(input, { type: "number", min: schema.minimum, step: "any" })
  input.required = required
  const read = choices ? (text) => choices.find((value) => String(value) === text) : readerOf(schema)
  return {
    root: labelled(WORDS[name] ?? capital(name), input, schema.description),
    read: () => (input.value.trim() === "" ? undefined : read(input.value.trim())),
  }
}

/** The fields of an object's properties but for `without`; `read` answers what was filled in. */
export function fieldsOf(schema, without) {
  const fields = Object.entries(schema.properties)
    .filter(([name]) => !without.includes(name))
    .map(([name, each]) => [name, fieldOf(name, each, schema.required?.includes(name) ?? false)])
  return {
    roots: fields.map(([, field]) => field.root),
    read: () =>
      Object.fromEntries(
        fields.map(([name, { read }]) => [name, read()]).filter(([, value]) => value !== undefined),
      ),
  }
}
