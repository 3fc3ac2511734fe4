// The list of people, and what changes it.
import type { PersonRow } from "@agentpay/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { askServer } from "../api/ask-server.ts"

const queryKey = ["people"]

export function usePeople() {
  return useQuery({
    queryKey,
    queryFn: async () => (await askServer<{ people: PersonRow[] }>("/api/people")).people,
    // Somebody accepts an invitation, or is locked out.
    refetchInterval: 10_000,
  })
}

interface Change {
  method: "POST" | "PATCH"
  path: string
  body?: unknown
}

/** Asks the server for a change, and for the list again, whatever came of it. */
export function useChange<T = unknown>(done: (answer: T) => void) {
  const queries = useQueryClient()
  return useMutation<T, Error, Change>({
    mutationFn: ({ method, path, body = {} }) => askServer<T>(path, { method, body }),
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}
