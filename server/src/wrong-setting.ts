// What a start ends with when a setting is wrong.

/** The message is one line that says what to change; never the value, which may be a secret. */
export class WrongSetting extends Error {}
