// How long numbers and codes are cut into groups, for the eye and for reading out.

/** A code as its prefix ("ch_") and groups of four. */
export function codeGroups(code: string): string[] {
  const [, prefix = "", rest = ""] = /^(.*_)?(.*)$/s.exec(code) ?? []
  return [prefix, ...inFours(rest)].filter((group) => group !== "")
}

/** Groups of four; a single sign left over joins the group before it. */
export function inFours(text: string): string[] {
  const groups: string[] = text.match(/.{1,4}/gs) ?? []
  const rest = groups.at(-1)
  return rest?.length === 1 && groups.length > 1
    ? [...groups.slice(0, -2), `${groups.at(-2)}${rest}`]
    : groups
}

/** For lists, with real spaces: searching the page for the digits then finds the call on the desk only. */
export function spacedPhone(number: string): string {
  return phoneGroups(number).join(" ")
}

/** A North American number as country, area, exchange and line; others as they are. */
export function phoneGroups(number: string): string[] {
  const match = /^(\+1)(\d{3})(\d{3})(\d{4})$/.exec(number)
  return match ? match.slice(1) : [number]
}
