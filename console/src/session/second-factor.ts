// The second factor: a code from an authenticator app, or a recovery code.
import { type Answer, askAuth, client } from "./auth-client.ts"

export interface NewSecondFactor {
  /** otpauth://, what the QR code shows. */
  uri: string
  /** The same secret, to type it in. */
  secret: string
  recoveryCodes: string[]
}

const wrongPassword = "Your password is not right. Check it and try again."
const wrongCode =
  "This code is not right. Wait for the next one in your app, and check the clock of your phone."
const wrongRecoveryCode = "This recovery code is not right, or was used already."

/** Apps show codes in two groups. */
const withoutSpaces = (code: string): string => code.replace(/\s/g, "")

export async function beginSecondFactor(
  password: string,
): Promise<{ ok: true; made: NewSecondFactor } | { ok: false; words: string }> {
  const answer = await askAuth(() => client.twoFactor.enable({ password, method: "totp" }), wrongPassword)
  if (!answer.ok) return answer
  const { totpURI: uri, backupCodes: recoveryCodes } = answer.data as {
    totpURI: string
    backupCodes: string[]
  }
  return { ok: true, made: { uri, secret: new URL(uri).searchParams.get("secret") ?? "", recoveryCodes } }
}

/** Finishes the set-up, or the sign-in. */
export const checkCode = (code: string): Promise<Answer> =>
  askAuth(() => client.twoFactor.verifyTotp({ code: withoutSpaces(code) }), wrongCode)

export const takeRecoveryCode = (code: string): Promise<Answer> =>
  askAuth(() => client.twoFactor.verifyBackupCode({ code: withoutSpaces(code) }), wrongRecoveryCode)

export async function newRecoveryCodes(
  password: string,
): Promise<{ ok: true; codes: string[] } | { ok: false; words: string }> {
  const answer = await askAuth(() => client.twoFactor.generateBackupCodes({ password }), wrongPassword)
  return answer.ok ? { ok: true, codes: answer.data.backupCodes } : answer
}
