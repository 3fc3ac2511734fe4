// Signing in and out with better-auth. Who is signed in is told by the server's welcome, not kept here.
import { type Answer, askAuth, client, unreachableWords } from "./auth-client.ts"

type SignedIn = { ok: true; needsCode: boolean } | { ok: false; words: string }

export async function signIn(email: string, password: string): Promise<SignedIn> {
  const answer = await askAuth(
    () => client.signIn.email({ email, password }),
    "That e-mail and password do not match. Check both and try again.",
  )
  return answer.ok ? { ok: true, needsCode: "twoFactorRedirect" in answer.data } : answer
}

export async function signOut(): Promise<Answer> {
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

/** Ends every other session of this person too. */
export function changePassword(currentPassword: string, newPassword: string): Promise<Answer> {
  return askAuth(
    () => client.changePassword({ currentPassword, newPassword, revokeOtherSessions: true }),
    "Your current password is not right. Check it and try again.",
  )
}
