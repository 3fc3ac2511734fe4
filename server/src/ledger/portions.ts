// Much work in small statements.

/** Repeats `some`, which says how many rows it did, until it did less than a full portion. @returns how many in all */
export async function portions(most: number, some: () => Promise<number>): Promise<number> {
  let all = 0
  for (;;) {
    const now = await some()
    all += now
    if (now < most) return all
  }
}
