// An authenticator app, as people have it on their phones, and the recovery codes they keep.
import { expect, type Page } from "@playwright/test"
import { URI } from "otpauth"
import { enterPassword } from "./desk.ts"

/** The code that an app shows now which was given this key. */
const codeOf = (uri: string): string => URI.parse(uri).generate()

/** Recovery codes that were not used yet, by e-mail. */
const kept = new Map<string, string[]>()

/** Goes through the set-up that begins with asking for the password. @returns the recovery codes */
export async function setUpSecondFactor(page: Page, password: string): Promise<string[]> {
  await page.getByLabel("Your password").fill(password)
  await page.getByRole("button", { name: "Begin" }).click()
  const key = (await page.getByLabel("Key", { exact: true }).textContent()) ?? ""
  const uri = `otpauth://totp/AgentPay:e2e?secret=${key.replace(/\s/g, "")}&issuer=AgentPay`
  await page.getByLabel("Code that the app shows now").fill(codeOf(uri))
  await page.getByRole("button", { name: "Check the code" }).click()
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")
  await expect(codes).toHaveCount(10)
  const texts = await codes.allTextContents()
  await page.getByRole("button", { name: "I have kept them" }).click()
  return texts
}

/** Signs in somebody who needs a second factor; the first time it is set up. */
export async function signInWithSecondFactor(
  page: Page,
  consoleUrl: string,
  email: string,
  password: string,
): Promise<void> {
  await enterPassword(page, consoleUrl, email, password)
  const codes = kept.get(email)
  if (codes) {
    await page.getByRole("button", { name: "I cannot use my app" }).click()
    await page.getByLabel("Recovery code").fill(codes.pop() ?? "")
    await page.getByRole("button", { name: "Sign in" }).click()
  } else kept.set(email, await setUpSecondFactor(page, password))
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible()
}

/** The same by HTTP. @param cookie of a session that may do nothing but this @returns that of the session which may */
export async function setUpByHttp(url: string, cookie: string, password: string): Promise<string> {
  async function post(path: string, body: object): Promise<Response> {
    const headers = { "content-type": "application/json", origin: url, cookie }
    const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const begun = await post("/api/auth/two-factor/enable", { password, method: "totp" })
  const { totpURI } = (await begun.json()) as { totpURI: string }
  const done = await post("/api/auth/two-factor/verify-totp", { code: codeOf(totpURI) })
  return done.headers
    .getSetCookie()
    .map((set) => set.split(";")[0])
    .join("; ")
}
