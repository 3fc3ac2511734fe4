// Times for people. All times are epoch milliseconds.

/** A running timer: "0:07", "12:30", "1:02:03". */
export function timerWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000))
  const two = (part: number) => String(part).padStart(2, "0")
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
})

/** "10:32" today, "21 Nov, 10:32" on other days, the way this browser writes them. */
export function clockWords(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString()
  return (sameDay ? time : dayAndTime).format(at)
}

const seconds = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" })

/** "10:32:07". */
export const secondWords = (at: number): string => seconds.format(at)

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" })

/** "22 Nov 2026, 10:32:07", the way this browser writes it. */
export const exactWords = (at: number): string => exact.format(at)
