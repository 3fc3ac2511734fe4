// What the emulator does as Twilio does it, with what is known of each behaviour; docs/EMULATOR.md is written from it.
import type { QuestionName } from "../switches.ts"

type Grade = "D" | "C" | "K" | "?" | "none" | "ours"

export type Behaviour = { what: string; grade: Grade; question?: QuestionName }

const is = (grade: Grade, what: string, question?: QuestionName): Behaviour =>
  question === undefined ? { what, grade } : { what, grade, question }

export const BEHAVIOURS: Readonly<Record<string, readonly Behaviour[]>> = {
  "Payments over REST": [
    is("D", "Create answers 201, update 202, with six fields; everything else comes by callback"),
    is("D", "Errors are {code, message, more_info, status}; XML without .json"),
    is("none", "Errors 64xxx have HTTP status 400", "HTTP status of 64xxx"),
    is("none", "A missing or malformed parameter is 64020", "code of a missing or invalid parameter"),
    is("none", "A call that is not in progress is 400/21220", "Payments on ended/not-answered call"),
    is("C", "A call that nobody knows is 404/20404", "Payments on unknown call"),
    is("none", "Another call's payment is 404/20404", "Wrong PK or PK of another call"),
    is("D", "The account needs PCI mode, which is on", "PCI mode"),
    is("none", "Without PCI mode: 64020", "PCI mode off"),
    is("D", "A connector that nobody knows is 64004, at create", "Unknown connector"),
    is(
      "D",
      "What the connector cannot do is refused with the code of the dictionary: 64001, 64005, 64006, 64007, 64009, 64011, 64013, 64015, 64024",
    ),
    is("D", "No name means the connector Default", "No connector named and none called Default"),
    is("D", "A second session while one is open is 64021", "Second create while open"),
    is("D", "A new session after the previous one ended is allowed", "Create after previous session ended"),
    is("none", "An update after the end is 64021", "Update after end"),
    is("D", "Both or neither of Capture and Status is 64018; complete before all is captured is 64019"),
    is("none", "An item that the session does not ask for is 64020", "Capture not applicable"),
    is(
      "none",
      "A repeated IdempotencyKey with the same path and parameters has no second effect",
      "Idempotency replay",
    ),
    is("D", "TokenType beside an amount is ignored", "ChargeAmount with TokenType"),
    is("D", "Callbacks go to the URL of the latest request", "which StatusCallback is told"),
  ],
  "Calls, recordings, conferences, numbers and queues over REST": [
    is("D", "Basic auth by account SID and token, or by API key and secret; anything else is 401/20003"),
    is(
      "D",
      "Calls are placed (queued, then a phone rings), listed by To, From, Status, ParentCallSid and times, fetched, deleted",
    ),
    is(
      "D",
      "A call is sent elsewhere by Url or Twiml (Twiml is ignored beside Url), completed, or canceled while it rings; else 400/21220",
    ),
    is("D", "What is wrong about To is 21201, 21211; From 21213, 21212; Url 21205; ApplicationSid 21218"),
    is("D", "To and From may be written as people write them, (415) 555-1212; they are kept as E.164"),
    is(
      "D",
      "Twiml of more than 4,000 characters is 32018; beside Url it is passed over with the warning 32019",
    ),
    is("D", "With the CallToken of an inbound call its caller's number may be From"),
    is(
      "D",
      "MachineDetection: the voice URL is asked when it is known who answered, with AnsweredBy and MachineDetectionDuration; with AsyncAmd at once, and AsyncAmdStatusCallback is told (none: 21262)",
    ),
    is(
      "D",
      "Who speaks longer than MachineDetectionSpeechThreshold is a machine; silence and time-out are unknown; a value out of range is 21234; beside SendDigits nothing is detected",
    ),
    is("ours", "How long a person (0.8 s) and a machine (5 s) speak who answer"),
    is(
      "K",
      "A call to one of the account's own numbers is answered by its voice URL, as a second, inbound call, which hears the tones of <Play digits>, SendDigits and who talks on it",
    ),
    is("?", "Deleting what still runs is 409/20009"),
    is(
      "D",
      "Recordings of a call: started, paused (skip or silence), resumed, stopped; Twilio.CURRENT; callbacks",
    ),
    is(
      "D",
      "Numbers are bought, found, changed and released; a changed VoiceUrl holds from the next call on",
    ),
    is(
      "D",
      "Conferences, ended ones included, by name, status and dates; ended; announced into; their recordings",
    ),
    is(
      "D",
      "Participants, by Call SID or label: called in, muted, held (HoldUrl), coaching, announced to, put out, each with its events; 16002, 16020, 16024, 16026, 16028",
    ),
    is(
      "?",
      "Of a conference that is over: 16001 for an announcement, 404/20404 for its participants; who does not answer has left as participant_add_failed",
    ),
    is("D", "Queues and their members; who is led out by Url goes there, from the front or from any place"),
    is("D", "Lists have PageSize, Page and PageToken; a token holds on to an item while the list grows"),
    is("D", "A wrong method is 405/20004"),
    is(
      "D",
      "What Twilio has and the emulator has not, other products' APIs included, is 404/20404; the log names what there is",
    ),
    is("K", "A parameter that is not known is passed over; the log says so"),
  ],
  Capturing: [
    is("C", "The start callback has 7 keys"),
    is(
      "D",
      "An accepted Capture is called back before any digit",
      "Callback on accepted update before digits",
    ),
    is("K", "A callback for every digit, masked with x", "Per-digit for CVV/expiry"),
    is("C", "A captured card is shown in full length with its last 4 digits"),
    is(
      "D",
      "The callback of a finished item says PartialResult=false",
      "PartialResult on final item callback",
    ),
    is("K", "Required is a list of item names, empty at the end", "Required when empty"),
    is("D", "The code before the card is called back as a sequence error", "CVV before card"),
    is("K", "Card, date, code and routing number end by themselves; # ends any item"),
    is("D", "Timeout seconds after the last digit, what is there is judged", "Inter-digit timeout"),
    is("none", "The first digit is waited for without limit", "First-digit wait"),
    is("none", "Digits while nothing is asked for are ignored", "Digits pressed with no Capture active"),
    is("none", "Another Capture forgets half-typed digits", "half-typed digits when Capture changes"),
    is("none", "Discover goes before maestro where their prefixes overlap"),
    is(
      "none",
      "The diners number that Twilio prints for TEST instances, 3065930009020004, fails Luhn and is refused",
    ),
    is("D", "Luhn, brands, lengths, dates and postal codes are checked; a refused item stays required"),
    is(
      "ours",
      "Only published test numbers are taken as cards; others are refused and forgotten",
      "cards that are no test numbers",
    ),
    is(
      "D",
      "RequireMatchingInputs makes the caller key an item twice; inputs that differ are input-matching-failed, and both are asked for again",
      "first input after a failed match",
    ),
    is(
      "D",
      "Confirmation: the caller hears the last digits and presses 1 to pay, 2 to cancel; its Result is our choice",
    ),
    is("D", "The star key ends the session", "Star"),
    is(
      "D",
      "A hang-up ends the session with a callback; after the submit it changes nothing",
      "Hang-up mid-session",
    ),
  ],
  Results: [
    is("C", "The final callback has 13 keys, unused ones empty"),
    is("?", "A cancelled session says transaction-cancelled", "Result for Status=cancel"),
    is("none", "A decline closes the session", "Session after decline"),
    is("K", "PaymentError is the gateway's text, encoded as every form value", "PaymentError in webhooks"),
    is(
      "D",
      "PayErrorCode is 64012 for a refused card, 64008 for other charges, 64010 for tokens",
      "64008 vs 64012 on decline",
    ),
    is(
      "D",
      "The generic connector is tried 5 times for 10 s with one transaction_id, then 64002",
      "GPC timeout",
    ),
    is("D", "A TEST instance of the generic connector takes listed numbers only: 64022, 64023"),
    is(
      "D",
      "The generic connector's JSON has the documented keys, every value a string, with Basic auth; charge_id, token_id, error_code and error_message come back",
    ),
    is("D", "Its own parameters come back as PayConnector_<name>, to the action of <Pay> only"),
    is(
      "D",
      "stripe-test answers as Stripe's test mode: cards, bank debits, tokens (tok_, pm_) and profiles (cus_); a transaction is never charged twice",
    ),
    is(
      "ours",
      "scripted connectors give the answers they are told; stripe makes real PaymentIntents in test mode",
    ),
  ],
  "Voice and webhooks": [
    is("D", "X-Twilio-Signature over the URL and the sorted parameters", "signed URL of default port"),
    is(
      "D",
      "15 s, one retry of a failed connection, #ct #rt #tt #rc #rp #sni in the fragment; an unknown #e is 11241, an unknown #rp 11243",
      "Callback failure",
    ),
    is("D", "I-Twilio-Idempotency-Token is the same for every try of a delivery"),
    is("D", "Cookies are kept for each call; Basic and Digest credentials of a URL are sent when asked for"),
    is(
      "K",
      "Up to 10 redirects (11215); 301, 302 and 303 turn into GET without parameters, 307 and 308 do not",
    ),
    is(
      "D",
      "Answers to GET are cached as ETag, Last-Modified and Cache-Control allow, in one shared cache (RFC 9111); answers to POST never",
    ),
    is(
      "?",
      "Without Cache-Control and Expires, what has a Last-Modified is fresh for a tenth of its age",
      "Last-Modified without Cache-Control",
    ),
    is(
      "D",
      "https with an authority of one's own; 11220, 11235, 11236, 11237 for what is wrong with it",
      "certificate of an https URL",
    ),
    is(
      "C",
      "The standard parameters of a call, with CallToken; geography is empty, and CallerName, ForwardedFrom and StirVerstat are left out, unless the caller is given them",
    ),
    is(
      "D",
      "Who calls may be a client (client:ada) or a SIP address; a client has no number to show (13214)",
    ),
    is("D", "CallerName is told only for numbers with VoiceCallerIdLookup"),
    is(
      "D",
      "Progress is told in order: SequenceNumber, Timestamp, CallDuration, Duration, and the recording of a recorded leg",
    ),
    is("?", "SipResponseCode at the end: 200, 486 for busy, 487 for no answer and canceled, 404 for failed"),
    is("D", "A status callback answered with anything but 2xx is the warning 15003, and changes nothing"),
    is(
      "D",
      "A Pause before anything else does not pick up the call while it lasts; only Reject ends it unanswered",
    ),
    is(
      "D",
      "A leg that stopped ringing because another was answered is canceled",
      "leg that stopped ringing unanswered",
    ),
    is("D", "A webhook answered 4xx or 5xx is 11200", "code of a 4xx or 5xx answer"),
    is("K", "Gather tells which key finished it", "FinishedOnKey on the Gather action"),
    is(
      "D",
      "The recording of a <Play> is fetched, without the parameters of a call; what is no audio is 12300, and a host that this machine has no network to is only warned of",
      "recording of a <Play>",
    ),
    is("K", "<Pay> in the Twiml of a REST call does nothing", "<Pay> in inline Twiml"),
    is("D", "maxAttempts counts the tries after the first", "maxAttempts of <Pay>"),
    is("D", "The status callback of <Pay> tells the Result too", "Result on the status callback of <Pay>"),
    is(
      "D",
      "In PCI mode the action of <Pay> (64016) and of <Gather> (13337) must be https, but for hosts of the developer's own network",
      "http URLs in PCI mode",
    ),
    is("none", "<Dial><Queue> waits where the queue is empty", "Dial of an empty queue"),
    is("K", "and then reports no-answer", "DialCallStatus after an empty queue"),
    is("ours", "The caller at <Record> speaks", "caller at <Record>"),
    is(
      "D",
      "From of an outbound call (21210) and callerId of a Dial (13214) must be a number of the account, or a verified one: an agent's",
      "From of an outbound call",
    ),
  ],
}
