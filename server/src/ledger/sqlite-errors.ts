// What node:sqlite's errors mean (https://www.sqlite.org/rescode.html).

/** SQLite's primary result code, or null when the error is not SQLite's. */
function sqliteCode(error: unknown): number | null {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : null
}

export const isBusy = (error: unknown): boolean => sqliteCode(error) === 5
export const isConstraint = (error: unknown): boolean => sqliteCode(error) === 19

/** A line a person can act on, for errors at opening `file`; null when nothing better is known than the error itself. */
export function openingAdvice(error: unknown, dataDir: string, file: string): string | null {
  const path = `The data directory ${dataDir} cannot be written: check its owner and rights, or set DATA_DIR to another directory`
  if (error instanceof Error && "syscall" in error) return path
  switch (sqliteCode(error)) {
    case 8: // read-only
    case 14: // cannot open
      return path
    case 11:
      return `${file} is damaged: restore a backup, or move it away to start empty`
    case 13:
      return `The disk of ${dataDir} is full: make room`
    case 26:
      return `${file} is not an SQLite database: move it away, or set DATA_DIR to another directory`
    default:
      return null
  }
}
