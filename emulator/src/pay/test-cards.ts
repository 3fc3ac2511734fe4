// Stripe's published test cards and bank accounts, and what its test mode answers to each (facts 7.1-7.3).

/** A refusal: `code` is Stripe's, `message` what a person may read; `processing` ones are not the card's fault. */
export type Refusal = { code: string; message: string; processing: boolean }

/** `atAttach` false: the card can be stored as a token, and is refused when charged. */
export type TestCard = { number: string; name: string; refusal: (Refusal & { atAttach: boolean }) | null }

const ok = (name: string, number: string): TestCard => ({ number, name, refusal: null })

function refused(name: string, number: string, code: string, message: string, atAttach = true): TestCard {
  return { number, name, refusal: { code, message, atAttach, processing: code === "processing_error" } }
}

const DECLINED = "Your card was declined."

export const TEST_CARDS: readonly TestCard[] = [
  ok("Visa", "4242424242424242"),
  ok("Visa debit", "4000056655665556"),
  ok("Mastercard", "5555555555554444"),
  ok("Mastercard 2-series", "2223003122003222"),
  ok("Mastercard debit", "5200828282828210"),
  ok("Mastercard prepaid", "5105105105105100"),
  ok("American Express", "378282246310005"),
  ok("American Express", "371449635398431"),
  ok("Discover", "6011111111111117"),
  ok("Discover", "6011000990139424"),
  ok("Diners Club", "3056930009020004"),
  ok("Diners Club 14 digits", "36227206271667"),
  ok("JCB", "3566002020360505"),
  ok("UnionPay", "6200000000000005"),
  ok("Code check fails, still charged", "4000000000000101"),
  ok("ZIP check fails, still charged", "4000000000000036"),
  ok("Twilio test Visa", "4111111111111111"),
  refused("Declined", "4000000000000002", "card_declined", DECLINED),
  refused("Insufficient funds", "4000000000009995", "card_declined", "Your card has insufficient funds."),
  refused("Lost card", "4000000000009987", "card_declined", DECLINED),
  refused("Stolen card", "4000000000009979", "card_declined", DECLINED),
  refused("Expired card", "4000000000000069", "expired_card", "Your card has expired."),
  refused("Incorrect code", "4000000000000127", "incorrect_cvc", "Your card's security code is incorrect."),
  refused(
    "Processing error",
    "4000000000000119",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
  ),
  refused("Too many charges", "4000000000006975", "card_declined", DECLINED),
  refused("Blocked as fraud", "4100000000000019", "card_declined", DECLINED),
  refused("Declined when charged", "4000000000000341", "card_declined", DECLINED, false),
]

/** Twilio's own test number for its Generic connector that Stripe does not list (facts 6). */
const MAESTRO = "6771798021000008"

/** Whether a number is published for tests, so that nobody's real card is meant. */
export function isTestCard(number: string): boolean {
  return number === MAESTRO || TEST_CARDS.some((card) => card.number === number)
}

/** What test mode says of a card that is none of its own: a real one is never charged. */
const NOT_A_TEST_CARD: Refusal = {
  code: "card_declined",
  message: "Your card was declined. Your request was in test mode, but used a non test card.",
  processing: false,
}

const BANK_REFUSALS: Readonly<Record<string, string>> = {
  "000111111116": "no_account",
  "000111111113": "account_closed",
  "000222222227": "insufficient_funds",
  "000333333335": "debit_not_authorized",
  "000444444440": "invalid_currency",
  "000777777771": "weekly_limit_exceeded",
}
const BANK_APPROVED = ["000123456789", "000555555559"]

/** How test mode answers a card; null is approval. `charging` false asks for a token only. */
export function refuseCard(number: string, charging: boolean): Refusal | null {
  const card = TEST_CARDS.find((known) => known.number === number)
  if (!card) return NOT_A_TEST_CARD
  return card.refusal && (charging || card.refusal.atAttach) ? card.refusal : null
}

/** How test mode answers a bank account; null is approval. */
export function refuseBankAccount(accountNumber: string): Refusal | null {
  if (BANK_APPROVED.includes(accountNumber)) return null
  const code = BANK_REFUSALS[accountNumber] ?? "not_a_test_account"
  return { code, message: `The bank account was refused: ${code.replaceAll("_", " ")}.`, processing: false }
}
