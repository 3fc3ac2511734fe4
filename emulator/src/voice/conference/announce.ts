// An announcement by REST: a document that one participant hears, or all of a conference (Twilio's documents of AnnounceUrl).
import { Interrupted } from "../../clock.ts"
import type { FetchErrand } from "../../twiml/errand.ts"
import { fetchDocument } from "../../twiml/fetch-document.ts"
import { followDocuments } from "../../twiml/follow-documents.ts"
import type { TwimlDocument } from "../../twiml/parse-twiml.ts"
import type { World } from "../../world.ts"
import { noteFailure } from "../application-error.ts"
import type { Conference, Participant } from "./conference.ts"
import { participantParams, tell } from "./conference-events.ts"

/** Runs the document for one of them, until it ends or that one has left. */
async function hear(world: World, { call, left }: Participant, document: TwimlDocument): Promise<void> {
  try {
    await followDocuments({
      world,
      call,
      role: "wait",
      first: { kind: "fetched", document },
      signal: left.signal,
    })
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
}

/** The document is asked for once; its end, or its failure, is told. Never throws. */
export async function announce(
  world: World,
  room: Conference,
  to: Participant | null,
  errand: FetchErrand,
): Promise<void> {
  const hearers = to ? [to] : [...room.participants]
  const [first] = hearers
  if (!first) return
  const about = () => [
    ["AnnounceUrl", errand.url] as const,
    ...(to && !to.left.signal.aborted ? participantParams(to) : []),
  ]
  try {
    const document = await fetchDocument(world, first.call, errand)
    await Promise.all(hearers.map((one) => hear(world, one, document)))
    tell(world, room, "announcement-end", first.call, about())
  } catch (error) {
    noteFailure(world, first.call, error)
    const why = error instanceof Error ? error.message : String(error)
    tell(world, room, "announcement-fail", first.call, [...about(), ["ReasonAnnouncementFailed", why]])
  }
}
