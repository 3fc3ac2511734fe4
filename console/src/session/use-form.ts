// A form that asks the server once at a time and shows its refusal.
import { type FormEvent, useState } from "react"

interface Refused {
  ok: false
  words: string
}
const isRefused = (answer: { ok: boolean }): answer is Refused => !answer.ok

/** @returns `submit` makes a handler from what to ask; it is not asked again before it has answered */
export function useForm() {
  const [busy, setBusy] = useState(false)
  const [words, setWords] = useState<string | null>(null)
  function submit<A extends { ok: true }>(
    ask: (field: (name: string) => string) => Promise<A | Refused>,
    done: (answer: A) => void,
  ) {
    return async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      if (busy) return
      const form = event.currentTarget
      const fields = new FormData(form)
      setBusy(true)
      setWords(null)
      const answer = await ask((name) => String(fields.get(name) ?? ""))
      setBusy(false)
      if (!isRefused(answer)) return done(answer)
      setWords(answer.words)
      form.querySelector<HTMLInputElement>("input[data-again]")?.select()
    }
  }
  return { busy, words, setWords, submit }
}
