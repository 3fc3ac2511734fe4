// What happened, in words: the log, the page and the answers to "why" all read it. No card digits enter it.
import type { Clock } from "./clock.ts"
import { explain } from "./explain.ts"

type DiaryLevel = "info" | "warning" | "error"

/** One line. `code` is Twilio's error or warning code where there is one. */
export type DiaryEntry = {
  at: number
  level: DiaryLevel
  callSid: string | null
  text: string
  code: number | null
  /** What Twilio would have done and why; empty where the text says it all. */
  explanation: string
}

export type Diary = {
  note(callSid: string | null, text: string): void
  warn(callSid: string | null, text: string, code?: number): void
  fail(callSid: string | null, text: string, code?: number): void
  /** The newest entries, oldest first; of one call when its sid is given. */
  entries(callSid?: string): DiaryEntry[]
}

const KEPT = 2_000

/** A diary that keeps the newest 2,000 entries and hands each to `onEntry` as it is written. */
export function createDiary(clock: Clock, onEntry: (entry: DiaryEntry) => void): Diary {
  const kept: DiaryEntry[] = []
  const write = (level: DiaryLevel, callSid: string | null, text: string, code: number | null) => {
    const entry = { at: clock.now(), level, callSid, text, code, explanation: explain(level, code) }
    kept.push(entry)
    if (kept.length > KEPT) kept.splice(0, kept.length - KEPT)
    onEntry(entry)
  }
  return {
    note: (callSid, text) => write("info", callSid, text, null),
    warn: (callSid, text, code) => write("warning", callSid, text, code ?? null),
    fail: (callSid, text, code) => write("error", callSid, text, code ?? null),
    entries: (callSid) =>
      callSid === undefined ? [...kept] : kept.filter((entry) => entry.callSid === callSid),
  }
}
