// The labels of participants of a conference (16023, 16024 of Twilio's error dictionary).

/** More than 128 characters, a Call SID, or a slash, encoded or not. */
export function isWrongLabel(label: string): boolean {
  return label.length > 128 || /^CA[0-9a-f]{32}$|\/|%2F/i.test(label)
}
