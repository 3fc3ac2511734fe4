// What a caller does from the first ring to the end, as plain data; and small functions that write it.
import { z } from "zod"
import { type FaultInput, faultRule } from "../faults/fault-rule.ts"
import { PAY_ITEMS, type PayItem } from "../pay/pay-items.ts"
import { textLike } from "../say-issues.ts"

const keyedDigits = textLike(
  /^[0-9*#w]{1,200}$/,
  "1 to 200 of 0-9 * # and w (a pause of half a second)",
  true,
)

const step = z.discriminatedUnion("do", [
  /** The agent picks up; left out in a run without agents, e.g. of an IVR. */
  z.strictObject({ do: z.literal("answer") }),
  /** Waits to be asked for `item` (anew, where it was keyed before), then keys. `mistype`: one digit, drawn from the seed, is another one. */
  z.strictObject({
    do: z.literal("key"),
    item: z.enum(PAY_ITEMS),
    digits: keyedDigits,
    mistype: z.boolean().default(false),
  }),
  /** Keys at a menu, as soon as somebody listens. */
  z.strictObject({ do: z.literal("press"), digits: keyedDigits }),
  /** Says something, to a Gather that listens or to the other party. */
  z.strictObject({ do: z.literal("say"), words: z.string().min(1).max(1000) }),
  z.strictObject({ do: z.literal("wait"), ms: z.number().int().min(0).max(600_000) }),
  z.strictObject({ do: z.literal("star") }),
  z.strictObject({ do: z.literal("hang-up") }),
  /** Waits until the payment is with the gateway. */
  z.strictObject({ do: z.literal("submitted") }),
  /** Waits for the end of the payment session, whose Result must be this one. */
  z.strictObject({ do: z.literal("result"), result: z.string().min(1) }),
])

export const scenarioSchema = z
  .strictObject({
    name: textLike(/^[\w-]{1,60}$/, "1 to 60 of letters, digits, - and _"),
    description: z.string().max(300),
    /** Faults in force for this caller only, while the scenario runs. */
    faults: z.array(faultRule).default([]),
    steps: z.array(step).min(1).max(100),
  })
  .meta({
    example: {
      name: "hesitates",
      description: "Keys half of the number, thinks, and hangs up",
      steps: [
        { do: "answer" },
        { do: "key", item: "payment-card-number", digits: "42424242" },
        { do: "wait", ms: 3000 },
        { do: "hang-up" },
      ],
    },
  })

export type ScenarioInput = z.input<typeof scenarioSchema>
export type Scenario = z.output<typeof scenarioSchema>
export type ScenarioStep = Scenario["steps"][number]
type StepInput = ScenarioInput["steps"][number]

/** When asked for `item`, the caller keys `digits`. */
export const keys = (item: PayItem, digits: string): StepInput => ({ do: "key", item, digits })
/** The same with one digit wrong. */
export const mistypes = (item: PayItem, digits: string): StepInput => ({
  do: "key",
  item,
  digits,
  mistype: true,
})
export const presses = (digits: string): StepInput => ({ do: "press", digits })
export const says = (words: string): StepInput => ({ do: "say", words })
export const waits = (ms: number): StepInput => ({ do: "wait", ms })
export const star: StepInput = { do: "star" }
export const hangUp: StepInput = { do: "hang-up" }
export const submitted: StepInput = { do: "submitted" }
export const ends = (result: string): StepInput => ({ do: "result", result })

/** All three items of a card; the code has four digits for amex. */
export const card = (number: string, code = "123"): StepInput[] => [
  keys("payment-card-number", number),
  keys("expiration-date", "1230"),
  keys("security-code", code),
]

/** A scenario whose agent picks up first. */
export function scenario(
  name: string,
  description: string,
  steps: readonly StepInput[],
  faults: readonly FaultInput[] = [],
): ScenarioInput {
  return { name, description, faults: [...faults], steps: [{ do: "answer" }, ...steps] }
}
