// Which agent may see which of a call's new facts: it may have gone from one to another between them (R10).
import type { Fact } from "@agentpay/core"

export interface NewsOfAgent {
  agentId: string
  /** Version of the call before the first of `facts`. */
  after: number
  facts: Fact[]
  /** The call is new to this agent: what came before belongs to it too. */
  fromTheStart: boolean
}

/** @param agentId who has the call after the last fact */
export function splitByAgent(news: {
  after: number
  facts: readonly Fact[]
  agentId: string | null
}): NewsOfAgent[] {
  const { facts, agentId } = news
  const move = facts.find(({ type }) => type === "CallOffered" || type === "CallNotAnswered")
  const first = move ? (move.type === "CallNotAnswered" ? move.agentId : null) : agentId
  const parts: { agentId: string | null; after: number; facts: Fact[]; fromTheStart: boolean }[] = [
    { agentId: first, after: news.after, facts: [], fromTheStart: false },
  ]
  for (const [i, fact] of facts.entries()) {
    const after = news.after + i
    if (fact.type === "CallOffered")
      parts.push({ agentId: fact.agentId, after, facts: [], fromTheStart: after > 0 })
    parts.at(-1)?.facts.push(fact)
    if (fact.type === "CallNotAnswered")
      parts.push({ agentId: null, after: after + 1, facts: [], fromTheStart: false })
  }
  return parts.flatMap(({ agentId, ...part }) =>
    agentId !== null && part.facts.length > 0 ? [{ agentId, ...part }] : [],
  )
}
