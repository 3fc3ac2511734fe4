// A state in words with a coloured dot: the colour helps the eye, the words carry the meaning.
import type { ReactNode } from "react"
import classes from "./state-text.module.css"

export type Tone = "idle" | "busy" | "good" | "bad" | "unsure"

export function StateText({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.state} data-tone={tone}>
      {children}
    </span>
  )
}
