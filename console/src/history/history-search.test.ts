// The address of a search: everything in it survives, nonsense is left out or named.
import { expect, test } from "vitest"
import { readSearch, searchErrors, toQuery } from "./history-search.ts"

test("an address is read part by part; numbers become text again, blanks and strangers go", () => {
  const address = {
    lastFour: 42,
    reference: " INV-1 ",
    code: "",
    from: "2026-11-20",
    to: "soon",
    stranger: "x",
  }
  expect(readSearch(address)).toEqual({ lastFour: "42", reference: "INV-1", from: "2026-11-20" })
  expect(readSearch({ show: "calls", after: "5_p", agent: "ada" })).toEqual({
    show: "calls",
    after: "5_p",
    agent: "ada",
  })
  expect(readSearch({ show: "everything", caller: { no: 1 } })).toEqual({})
})

test("what is wrong is said beside the field it stands in", () => {
  expect(searchErrors({ lastFour: "42", from: "2026-11-21", to: "2026-11-20" })).toEqual({
    lastFour: "The last four digits of the card: four digits.",
    to: "The last day lies before the first.",
  })
  expect(searchErrors({ lastFour: "0042", from: "2026-11-20", to: "2026-11-20" })).toEqual({})
})

test("days are whole days of this browser; a call is not searched by what only payments have", () => {
  const query = new URLSearchParams(toQuery({ from: "2026-11-20", to: "2026-11-20", lastFour: "4242" }))
  expect(Number(query.get("from"))).toBe(new Date(2026, 10, 20).getTime())
  expect(Number(query.get("until"))).toBe(new Date(2026, 10, 21).getTime())
  expect(query.get("lastFour")).toBe("4242")
  expect(toQuery({ show: "calls", lastFour: "4242", agent: "ada" })).toBe("agent=ada")
})
