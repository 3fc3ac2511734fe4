// For tests: every operation that an emulator says it serves, named as Twilio's description names it.
import type { Bench } from "./bench.ts"
import { nameOf, operationFor } from "./twilio-description.ts"

/** Asks for what is not there, and reads in the diary what there is instead; throws for what Twilio does not describe. */
export async function servedOperations({ emulator, client, control }: Bench): Promise<string[]> {
  await client.request({ method: "get", uri: `${emulator.url}${accountPath(emulator)}/Nothing.json` })
  const { entries } = (await control("/diary")).body as { entries: { text: string }[] }
  const list = entries
    .map(({ text }) => /\/Nothing\.json .* the emulator serves (.*)$/.exec(text)?.[1])
    .find(Boolean)
  return (list ?? "").split("; ").flatMap((resource) => {
    const [path = "", ...methods] = resource.split(/,? /).reverse()
    return methods.map((method) => {
      const asked = accountPath(emulator) + path.replace(/\{\w+\}/g, "x")
      const described = operationFor(method, asked)
      if (!described) throw new Error(`Twilio describes no ${method} ${path}`)
      return nameOf(described)
    })
  })
}

/** Where the REST API of an emulator's account begins. */
export function accountPath({ account }: Bench["emulator"]): string {
  return `/2010-04-01/Accounts/${account.sid}`
}
