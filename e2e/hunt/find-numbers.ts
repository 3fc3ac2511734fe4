// Looks for card numbers in anything that was written or sent: plain, spaced, URL-encoded, in base64, in lists of bytes.

const MOST_LAYERS = 3

/** Percent signs taken off, as often as they were put on; what is badly encoded stays. */
function decodings(text: string): string[] {
  const found = [text]
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const last = found.at(-1) ?? ""
    const next = last.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    if (next === last) break
    found.push(next)
  }
  return found
}

/** What stands in base64, wherever in a run of its letters it begins. */
function base64(text: string): string {
  const runs = text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? []
  return runs
    .flatMap((run) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), "base64").toString("latin1")))
    .join("\n")
}

/** Bytes written as numbers, as JSON writes a Buffer. */
function byteLists(text: string): string {
  const lists = text.match(/\d{1,3}(?:,\d{1,3}){11,}/g) ?? []
  return lists.map((list) => Buffer.from(list.split(",").map(Number)).toString("latin1")).join("\n")
}

/** Digits that only blanks, hyphens and the like keep apart are one number. */
const joined = (text: string): string => text.replace(/(?<=\d)[^0-9A-Za-z]{1,3}(?=\d)/g, "")

/** Those of `numbers` that stand in `haystack` in any of these guises. */
export function findNumbers(haystack: Buffer | string, numbers: readonly string[]): string[] {
  const text = typeof haystack === "string" ? haystack : haystack.toString("latin1")
  const plain = decodings(text)
  const views = [...plain, ...plain.map(base64), ...plain.map(byteLists)].flatMap((view) => [
    view,
    joined(view),
  ])
  return numbers.filter((number) => views.some((view) => view.includes(number)))
}
