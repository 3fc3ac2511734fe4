// Follows one leg from document to document until one does not lead to another.
import { sleep, unlessInterrupted } from "../clock.ts"
import type { Errand } from "./errand.ts"
import { ApplicationError, fetchDocument } from "./fetch-document.ts"
import { runDocument } from "./run-document.ts"
import type { FollowDocuments } from "./stage.ts"

/** A document that is waited with may lead to itself for ever: that is how Twilio's documents repeat it. */
const MOST_DOCUMENTS = 100

function urlOf(errand: Errand): string {
  if (errand.kind === "fetched") return errand.document.baseUrl ?? ""
  return errand.kind === "fetch" ? errand.url : ""
}

export const followDocuments: FollowDocuments = async ({ first, ...run }) => {
  let errand = first
  try {
    for (let count = 0; count < MOST_DOCUMENTS || run.role === "wait"; count++) {
      if (count > 0 && run.role === "wait")
        await sleep(run.world.clock, run.world.pace.waitLoopMs, run.signal)
      const document = await unlessInterrupted(run.signal, fetchDocument(run.world, run.call, errand))
      const next = await runDocument({ ...run, document, follow: followDocuments })
      if (next.kind === "on") return { kind: "ran out" }
      if (next.kind !== "go") return next
      errand = next.errand
    }
    throw new ApplicationError(11215, `the call went through ${MOST_DOCUMENTS} documents without an end`)
  } catch (error) {
    if (error instanceof ApplicationError && error.url === "") error.url = urlOf(errand)
    throw error
  }
}
