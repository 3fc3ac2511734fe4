// Asks the server's REST door; what it answers in words is thrown in words.

/** What the server refused, or why it could not be asked, in words for people. */
export class ServerRefusal extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  constructor(status: number, words: string) {
    super(words)
    this.status = status
  }
}

async function wordsOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as { error?: unknown } | null
  return typeof body?.error === "string" ? body.error : "The server could not do this. Try again in a moment."
}

/** @throws ServerRefusal */
export async function askServer<T>(
  path: string,
  asked: { method?: string; body?: unknown } = {},
): Promise<T> {
  const { method = "GET", body } = asked
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new ServerRefusal(0, "The server cannot be reached. Check your connection and try again.")
  })
  if (!response.ok) throw new ServerRefusal(response.status, await wordsOf(response))
  return (await response.json()) as T
}
