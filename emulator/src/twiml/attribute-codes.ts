// The codes of Twilio's warnings about wrong values of attributes (its error dictionary).

/** By `Element attribute`; whatever has no code of its own is 12200. */
const CODES: Readonly<Record<string, number>> = {
  "Dial timeLimit": 13216,
  "Dial sequential": 13218,
  "Dial answerOnBridge": 13219,
  "Dial ringTone": 13220,
  "Number method": 13221,
  "Conference muted": 13230,
  "Conference endConferenceOnExit": 13231,
  "Conference startConferenceOnEnter": 13232,
  "Conference waitMethod": 13234,
  "Conference beep": 13235,
  "Conference trim": 13239,
  "Sip method": 13241,
  "Number asyncAmd": 21263,
  "Number asyncAmdStatusCallback": 21263,
  "Number asyncAmdStatusCallbackMethod": 21263,
  "Sip asyncAmd": 21263,
  "Sip asyncAmdStatusCallback": 21263,
  "Sip asyncAmdStatusCallbackMethod": 21263,
  "Gather finishOnKey": 13310,
  "Gather method": 13312,
  "Gather timeout": 13313,
  "Gather numDigits": 13314,
  "Gather input": 13326,
  "Gather speechTimeout": 13327,
  "Gather maxSpeechTime": 13328,
  "Gather partialResultCallbackMethod": 13329,
  "Gather bargeIn": 13332,
  "Gather profanityFilter": 13333,
  "Gather actionOnEmptyResult": 13338,
  "Play loop": 13410,
  "Say loop": 13510,
  "Record method": 13610,
  "Record timeout": 13611,
  "Record maxLength": 13612,
  "Record finishOnKey": 13613,
  "Record transcribe": 13614,
  "Record playBeep": 13616,
  "Redirect method": 13710,
  "Pause length": 13910,
  "Enqueue method": 14201,
  "Enqueue waitUrlMethod": 14206,
  "Queue method": 14210,
}

/** The code of a warning about this attribute of this element. */
export function attributeCode(element: string, attribute: string): number {
  return CODES[`${element} ${attribute}`] ?? 12200
}
