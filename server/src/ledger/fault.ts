// A Fault: storage failed, nobody's decision was wrong. Thrown with its cause, logged, never shown as it is.

/** An Error named Fault: one line that says what could not be done and why; `cause` holds the engine's own error. */
export function fault(what: string, cause?: unknown): Error {
  const error = new Error(cause === undefined ? what : `${what}: ${reason(cause)}`, { cause })
  error.name = "Fault"
  return error
}

/** Whether storage failed, as against everything else that may be thrown. */
export function isFault(error: unknown): boolean {
  return error instanceof Error && error.name === "Fault"
}

/** One line out of whatever was thrown, with its code: "connect ECONNREFUSED 127.0.0.1:5432 (ECONNREFUSED)". */
export function reason(cause: unknown): string {
  // Node throws an AggregateError with an empty message when a host has several addresses and none answers.
  if (cause instanceof AggregateError && cause.errors.length > 0) return reason(cause.errors[0])
  if (!(cause instanceof Error)) return String(cause)
  const message = cause.message.split("\n", 1)[0] ?? ""
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : ""
  return code === "" || message.includes(code) ? message : `${message} (${code})`
}
