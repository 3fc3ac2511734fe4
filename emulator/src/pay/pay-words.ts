// What a payment says by itself, in the languages of `<Pay language>`. Twilio's own words are not published: these say the same.
import { firstOf, type PayItem } from "./pay-items.ts"
import type { Matchable } from "./pay-settings.ts"

/** The languages that Twilio names for `<Pay>`; the Payments API has no choice, and says en-US. */
export const PAY_LANGUAGES = [
  ...["de-DE", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-PH", "en-US", "en-ZA"],
  ...["es-ES", "es-US", "fr-CA", "fr-FR", "it-IT"],
]

export type PayStep = PayItem | "payment-processing"

type Words = {
  things: Readonly<Record<Matchable, string>>
  enter: (thing: string) => string
  enterAgain: (thing: string) => string
  /** How to end an item of any length. */
  thenHash: string
  /** How a date is keyed. */
  monthAndYear: string
  processing: string
  nothingKeyed: string
  wrongCardType: string
  wrong: string
  confirm: (lastDigits: string) => string
}

const WORDS: Readonly<Record<string, Words>> = {
  en: {
    things: {
      "payment-card-number": "your card number",
      "expiration-date": "the expiration date",
      "security-code": "the security code of your card",
      "postal-code": "your postal code",
      "bank-routing-number": "your bank's routing number",
      "bank-account-number": "your bank account number",
    },
    enter: (thing) => `Please enter ${thing}`,
    enterAgain: (thing) => `Please enter ${thing} again`,
    thenHash: ", followed by the # key",
    monthAndYear: ", two digits for the month and two for the year",
    processing: "Thank you. Please wait while your payment is processed.",
    nothingKeyed: "Nothing was entered.",
    wrongCardType: "This type of card is not accepted.",
    wrong: "That is not valid.",
    confirm: (digits) => `Your number ends with ${digits}. To pay, press 1. To cancel, press 2.`,
  },
  de: {
    things: {
      "payment-card-number": "Ihre Kartennummer",
      "expiration-date": "das Ablaufdatum",
      "security-code": "die Prüfnummer Ihrer Karte",
      "postal-code": "Ihre Postleitzahl",
      "bank-routing-number": "die Bankleitzahl",
      "bank-account-number": "Ihre Kontonummer",
    },
    enter: (thing) => `Bitte geben Sie ${thing} ein`,
    enterAgain: (thing) => `Bitte geben Sie ${thing} noch einmal ein`,
    thenHash: " und drücken Sie dann die Rautetaste",
    monthAndYear: ", zwei Ziffern für den Monat und zwei für das Jahr",
    processing: "Vielen Dank. Bitte warten Sie, während Ihre Zahlung verarbeitet wird.",
    nothingKeyed: "Es wurde nichts eingegeben.",
    wrongCardType: "Diese Art von Karte wird nicht angenommen.",
    wrong: "Das ist nicht gültig.",
    confirm: (digits) => `Ihre Nummer endet auf ${digits}. Zum Bezahlen drücken Sie 1, zum Abbrechen 2.`,
  },
  es: {
    things: {
      "payment-card-number": "el número de su tarjeta",
      "expiration-date": "la fecha de caducidad",
      "security-code": "el código de seguridad de su tarjeta",
      "postal-code": "su código postal",
      "bank-routing-number": "el número de ruta de su banco",
      "bank-account-number": "su número de cuenta bancaria",
    },
    enter: (thing) => `Introduzca ${thing}`,
    enterAgain: (thing) => `Introduzca de nuevo ${thing}`,
    thenHash: " y pulse después la tecla numeral",
    monthAndYear: ", dos dígitos para el mes y dos para el año",
    processing: "Gracias. Espere mientras se procesa su pago.",
    nothingKeyed: "No se ha introducido nada.",
    wrongCardType: "No se acepta este tipo de tarjeta.",
    wrong: "No es válido.",
    confirm: (digits) => `Su número termina en ${digits}. Para pagar, pulse 1. Para cancelar, pulse 2.`,
  },
  fr: {
    things: {
      "payment-card-number": "votre numéro de carte",
      "expiration-date": "la date d'expiration",
      "security-code": "le code de sécurité de votre carte",
      "postal-code": "votre code postal",
      "bank-routing-number": "le numéro d'acheminement de votre banque",
      "bank-account-number": "votre numéro de compte bancaire",
    },
    enter: (thing) => `Veuillez saisir ${thing}`,
    enterAgain: (thing) => `Veuillez saisir de nouveau ${thing}`,
    thenHash: " puis appuyer sur la touche dièse",
    monthAndYear: ", deux chiffres pour le mois et deux pour l'année",
    processing: "Merci. Veuillez patienter pendant le traitement de votre paiement.",
    nothingKeyed: "Rien n'a été saisi.",
    wrongCardType: "Ce type de carte n'est pas accepté.",
    wrong: "Ce n'est pas valable.",
    confirm: (digits) =>
      `Votre numéro se termine par ${digits}. Pour payer, appuyez sur 1. Pour annuler, appuyez sur 2.`,
  },
  it: {
    things: {
      "payment-card-number": "il numero della carta",
      "expiration-date": "la data di scadenza",
      "security-code": "il codice di sicurezza della carta",
      "postal-code": "il codice postale",
      "bank-routing-number": "il codice di instradamento della banca",
      "bank-account-number": "il numero del conto bancario",
    },
    enter: (thing) => `Inserisca ${thing}`,
    enterAgain: (thing) => `Inserisca di nuovo ${thing}`,
    thenHash: " e prema poi il tasto cancelletto",
    monthAndYear: ", due cifre per il mese e due per l'anno",
    processing: "Grazie. Attenda mentre il pagamento viene elaborato.",
    nothingKeyed: "Non è stato inserito nulla.",
    wrongCardType: "Questo tipo di carta non è accettato.",
    wrong: "Non è valido.",
    confirm: (digits) => `Il numero termina con ${digits}. Per pagare, prema 1. Per annullare, prema 2.`,
  },
}

const ANY_LENGTH: readonly PayItem[] = ["payment-card-number", "postal-code", "bank-account-number"]

/** One of PAY_LANGUAGES, e.g. `de-DE`; its country makes no difference. */
function wordsIn(language: string): Words {
  const words = WORDS[language.slice(0, 2)]
  if (!words) throw new Error(`${language} is no language of <Pay>`)
  return words
}

/** Asks for an item, after saying why the one before was not taken; `errorType` is empty at the first attempt. */
export function askFor(language: string, step: PayStep, errorType: string): string {
  const words = wordsIn(language)
  if (step === "payment-processing") return words.processing
  const first = firstOf(step)
  const item = (first ?? step) as Matchable
  const asked = first ? words.enterAgain(words.things[item]) : words.enter(words.things[item])
  const how =
    item === "expiration-date" ? words.monthAndYear : ANY_LENGTH.includes(item) ? words.thenHash : ""
  const mistakes: Record<string, string> = {
    "": "",
    "input-timeout": `${words.nothingKeyed} `,
    "invalid-card-type": `${words.wrongCardType} `,
  }
  return `${mistakes[errorType] ?? `${words.wrong} `}${asked}${how}.`
}

/** What the caller hears before pressing 1 or 2. */
export function askToConfirm(language: string, lastDigits: string): string {
  return wordsIn(language).confirm(lastDigits)
}
