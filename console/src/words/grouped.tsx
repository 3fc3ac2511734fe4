// Text shown in groups for the eye, while copying it (or searching for it) gives it without gaps.
import classes from "./grouped.module.css"
import { phoneGroups } from "./groups.ts"

export function Grouped({ groups }: { groups: readonly string[] }) {
  let at = 0
  return (
    <span>
      {groups.map((group) => {
        const key = at
        at += group.length
        return (
          <span key={key} className={classes.group}>
            {group}
          </span>
        )
      })}
    </span>
  )
}

/** @param number E.164 */
export function PhoneNumber({ number }: { number: string }) {
  return <Grouped groups={phoneGroups(number)} />
}
