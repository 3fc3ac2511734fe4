// Facts one below the other, with their times.
import type { Fact, Person } from "@agentpay/core"
import { Paper, Text } from "@mantine/core"
import { secondWords } from "../words/time-words.ts"
import { factWords } from "./fact-words.ts"
import classes from "./history.module.css"

interface Props {
  label: string
  facts: readonly Fact[]
  people: readonly Person[]
}

export function Story({ label, facts, people }: Props) {
  return (
    <Paper withBorder p="md">
      <ol className={classes.story} aria-label={label}>
        {facts.map((fact, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: facts are only ever added at the end
          <li key={i} className={classes.step}>
            <time dateTime={new Date(fact.at).toISOString()}>{secondWords(fact.at)}</time>
            <Text span>{factWords(fact, people)}</Text>
          </li>
        ))}
      </ol>
    </Paper>
  )
}
