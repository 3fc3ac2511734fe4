// Pages of a list: addresses, sizes, and a list that grows while it is read (facts 1.11).
import { expect, test } from "vitest"
import { pageOf } from "./page.ts"

const read = (url: string, items: readonly string[]) =>
  pageOf(url, "things", { items, sidOf: (item) => item, show: (item) => item })

test("leads through the list and back", () => {
  const items = ["a", "b", "c"]
  const first = read("/Things.json?PageSize=2&To=x", items)
  expect(first).toMatchObject({ things: ["a", "b"], page: 0, page_size: 2, start: 0, end: 1 })
  expect(first.previous_page_uri).toBeNull()
  expect(first.next_page_uri).toBe("/Things.json?PageSize=2&To=x&Page=1&PageToken=PAb")
  const second = read(first.next_page_uri ?? "", items)
  expect(second).toMatchObject({ things: ["c"], page: 1, start: 2, end: 2, next_page_uri: null })
  expect(read(second.previous_page_uri ?? "", items)).toMatchObject({ things: ["a", "b"], page: 0 })
})

test("shows nothing twice when something new came to the front", () => {
  const { next_page_uri } = read("/Things.json?PageSize=2", ["a", "b", "c"])
  expect(read(next_page_uri ?? "", ["new", "a", "b", "c"]).things).toEqual(["c"])
})

test("takes sizes within 1 to 1,000 and what cannot be read for the usual", () => {
  expect(read("/T.json?PageSize=0", ["a"]).page_size).toBe(1)
  expect(read("/T.json?PageSize=5000", ["a"]).page_size).toBe(1000)
  expect(read("/T.json?PageSize=x&Page=-1&PageToken=??", ["a"])).toMatchObject({ page_size: 50, page: 0 })
  expect(read("/T.json?Page=9", ["a"])).toMatchObject({ things: [], next_page_uri: null })
})
