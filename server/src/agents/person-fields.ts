// What may be written about a person, checked at every door where it comes in.
import { roles, scrubText } from "@agentpay/core"
import { z } from "zod"
import { passwordFault } from "./password-rules.ts"

/** Numbers are often written with spaces, dashes and brackets. */
const tidy = (text: string): string => (text.startsWith("sip:") ? text : text.replace(/[\s().-]/g, ""))

export const emailField = z
  .email("must be an e-mail address")
  .max(254)
  .transform((text) => text.toLowerCase())
  // R7
  .refine((text) => scrubText(text) === text, "must not hold a card number")

export const nameField = z
  .string("must be given")
  .trim()
  .min(1, "must be given")
  .max(100, "must have at most 100 characters")
  .transform(scrubText)

export const roleField = z.enum(roles, "must be agent, supervisor or admin")

export const phoneField = z
  .string()
  .trim()
  .max(200)
  .transform(tidy)
  .refine(
    (phone) => /^\+[1-9]\d{6,14}$/.test(phone) || /^sip:[^\s@;]+@[\w.-]+(:\d+)?(;[\w=;.-]+)?$/.test(phone),
    "must look like +15551234567 or sip:ada@pbx.example.com",
  )
  .refine((phone) => !phone.startsWith("sip:") || scrubText(phone) === phone, "must not hold a card number")

export const passwordField = z.string("must be given").superRefine((password, { addIssue }) => {
  const message = passwordFault(password)
  if (message) addIssue({ code: "custom", message })
})
