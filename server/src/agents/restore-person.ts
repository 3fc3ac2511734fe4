// Lets somebody in again who cannot come in by any door of the console, such as the last admin.
import type { Auth } from "./auth.ts"
import { changePerson } from "./change-person.ts"
import { setPassword } from "./password-rules.ts"
import { openPeople } from "./people.ts"

/** A new password, no second factor, neither suspended nor shut. @returns false when nobody has this e-mail address */
export async function restorePerson(auth: Auth, email: string, password: string): Promise<boolean> {
  const context = await auth.$context
  const found = await context.internalAdapter.findUserByEmail(email)
  if (!found) return false
  const { id } = found.user
  const people = openPeople(auth, Date.now)
  await setPassword(context, id, password)
  await changePerson(auth, id, { status: null })
  await people.unlock(id)
  await people.resetSecondFactor(id)
  await context.internalAdapter.updateUser(id, { lastSeenAt: new Date() })
  return true
}
