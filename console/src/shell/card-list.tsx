// A list of cards, each an `li`.
import type { ReactNode } from "react"
import classes from "./card-list.module.css"

interface Props {
  label: string
  /** Beside each other where there is room. */
  beside?: boolean
  className?: string
  children: ReactNode
}

export function CardList({ label, beside, className = "", children }: Props) {
  return (
    <ul className={`${classes.cards} ${beside ? classes.beside : ""} ${className}`} aria-label={label}>
      {children}
    </ul>
  )
}
