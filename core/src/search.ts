// What every search through stored rows has in common: texts as people type them, a stretch of time, pages.
import { z } from "zod"

export const soughtText = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Type something to look for.")
    .max(most, `At most ${most} characters.`)
    .regex(/^\P{Cc}*$/u, "Use letters, digits and signs that can be printed.")

const time = z.coerce.number("A time in milliseconds.").int().min(0).max(8_640_000_000_000_000)
export const paging = z
  .object({
    /** Not before, epoch milliseconds. */
    from: time,
    /** Before, epoch milliseconds. */
    until: time,
    /** Where the page before ended: its `next`. */
    after: z
      .string()
      .regex(/^\d{1,16}_[\w-]{1,64}$/, "This page's address is damaged. Start from the first page."),
  })
  .partial()

/** Newest first; `next` leads to the page of older ones, null on the last. */
export interface ListPage<Row> {
  rows: Row[]
  next: string | null
}
