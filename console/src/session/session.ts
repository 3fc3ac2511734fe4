// Signing in and out with better-auth. Who is signed in is told by the server's welcome, not kept here.
import { createAuthClient } from "better-auth/client"

export type SessionAnswer = { ok: true } | { ok: false; words: string }

const client = createAuthClient({ baseURL: window.location.origin })

const unreachableWords = "The server cannot be reached. Check your connection and try again."

/** Plain words for what the server answered. @param status HTTP status; 0 when there was no answer. */
function signInWords(status: number): string {
  if (status === 400 || status === 401 || status === 403 || status === 422)
    return "That e-mail and password do not match. Check both and try again."
  if (status === 429) return "Too many tries. Wait a minute, then try again."
  if (status === 0 || status === 502 || status === 503 || status === 504) return unreachableWords
  return "The server could not sign you in. Try again in a moment."
}

export async function signIn(email: string, password: string): Promise<SessionAnswer> {
  try {
    const { error } = await client.signIn.email({ email, password })
    return error ? { ok: false, words: signInWords(error.status) } : { ok: true }
  } catch {
    return { ok: false, words: unreachableWords }
  }
}

export async function signOut(): Promise<SessionAnswer> {
  try {
    const { error } = await client.signOut()
    // No session any more is as good as signed out.
    return error && error.status !== 401
      ? { ok: false, words: "The server did not sign you out. Try again in a moment." }
      : { ok: true }
  } catch {
    return { ok: false, words: `You are still signed in. ${unreachableWords}` }
  }
}
