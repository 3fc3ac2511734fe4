// Sends the agent's requests: which are under way, and what came back when it was not a yes.
import type { Request, RequestName } from "@agentpay/core"
import { useEffect, useRef, useState } from "react"
import { useLive } from "./live-context.tsx"

export interface Requests {
  /** @param key tells two requests of one name apart. Resolves to whether the server took it. */
  send<N extends RequestName>(name: N, request: Request<N>, key?: string): Promise<boolean>
  isBusy(key: string): boolean
  /** Why the last request was not taken; null when it was. */
  refusal: string | null
}

/** @param stateKey changes with the state that a refusal was about, and so makes it moot. */
export function useRequests(stateKey: string): Requests {
  const live = useLive()
  const underWay = useRef(new Set<string>())
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [refusal, setRefusal] = useState<string | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is only there to notice the change
  useEffect(() => setRefusal(null), [stateKey])

  async function send<N extends RequestName>(
    name: N,
    request: Request<N>,
    key: string = name,
  ): Promise<boolean> {
    // A second click may come before React has disabled the button.
    if (underWay.current.has(key)) return false
    underWay.current.add(key)
    setBusy(new Set(underWay.current))
    setRefusal(null)
    const answer = await live.ask(name, request)
    underWay.current.delete(key)
    setBusy(new Set(underWay.current))
    if (!answer.ok) setRefusal(answer.words)
    return answer.ok
  }

  return { send, isBusy: (key) => busy.has(key), refusal }
}
