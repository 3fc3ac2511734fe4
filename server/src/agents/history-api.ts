// History over REST: searches, one call's story, and the same searches as CSV. Agents reach their own calls only (R10).
import {
  type CallHistory,
  type CallLine,
  type CallsQuery,
  callLine,
  callsQuery,
  type Fact,
  fold,
  type ListPage,
  type PaymentRow,
  type PaymentsQuery,
  type Person,
  parseMoney,
  paymentsQuery,
  refusalWords,
  roles,
  supervises,
} from "@agentpay/core"
import { type Api, type ApiAsked, ApiRefusal } from "./api.ts"
import { callColumns, paymentColumns, streamCsv } from "./history-csv.ts"

interface Place {
  at: number
  id: string
}

interface Search extends Omit<PaymentsQuery, "agent" | "amount" | "after"> {
  agentId: string | undefined
  totalMinor?: number | undefined
  after?: Place | undefined
  limit: number
}

interface Found<Row> {
  rows: Row[]
  next: Place | null
}

export interface HistoryParts {
  findPayments(search: Search): Promise<Found<PaymentRow>>
  findCalls(search: Search): Promise<Found<{ facts: Fact[] }>>
  load(callSid: string): Promise<{ facts: Fact[] }>
  people(): Promise<Person[]>
  /** ISO 4217: amounts are read as its own. */
  currency: string
}

const ON_A_PAGE = 50
/** Rows that an export holds at a time. */
const IN_A_CHUNK = 1_000

/** An agent who asks for another's is told so, rather than shown something else. */
function whose(who: Person, asked: string | undefined): string | undefined {
  if (supervises(who.role)) return asked
  if (asked !== undefined && asked !== who.userId)
    throw new ApiRefusal(403, "You can see your own calls and payments only.")
  return who.userId
}

function readPlace(after: string | undefined): Place | undefined {
  const [at, ...id] = after?.split("_") ?? []
  return at === undefined ? undefined : { at: Number(at), id: id.join("_") }
}

const writePlace = (next: Place | null): string | null => next && `${next.at}_${next.id}`

function readAmount(amount: string | undefined, currency: string): number | undefined {
  if (amount === undefined) return undefined
  const money = parseMoney(amount, currency, "amount")
  if ("refusal" in money) throw new ApiRefusal(400, refusalWords(money.refusal))
  return money.minor
}

export function historyRoutes(api: Api, parts: HistoryParts): void {
  function toSearch(
    who: Person,
    { agent, amount, after, ...query }: PaymentsQuery | (CallsQuery & { amount?: never }),
  ) {
    return {
      ...query,
      agentId: whose(who, agent),
      totalMinor: readAmount(amount, parts.currency),
      after: readPlace(after),
    }
  }

  async function findCalls(search: Search): Promise<Found<CallLine>> {
    const { rows, next } = await parts.findCalls(search)
    const calls = rows.map(({ facts }) => fold(facts))
    return { rows: calls.flatMap((call) => (call ? callLine(call) : [])), next }
  }

  api({ method: "GET", path: "/api/payments", roles, query: paymentsQuery }, async ({ who, query }) => {
    const { rows, next } = await parts.findPayments({ ...toSearch(who, query), limit: ON_A_PAGE })
    return { rows, next: writePlace(next) } satisfies ListPage<PaymentRow>
  })

  api({ method: "GET", path: "/api/calls", roles, query: callsQuery }, async ({ who, query }) => {
    const { rows, next } = await findCalls({ ...toSearch(who, query), limit: ON_A_PAGE })
    return { rows, next: writePlace(next) } satisfies ListPage<CallLine>
  })

  api({ method: "GET", path: "/api/calls/:callSid", roles }, async ({ who, params }) => {
    const { callSid = "" } = params
    const known = /^[\w-]{1,64}$/.test(callSid)
    const facts = known ? (await parts.load(callSid)).facts : []
    const call = fold(facts)
    const mine = supervises(who.role) || call?.agent?.agentId === who.userId
    // Whether somebody else has such a call is not said.
    if (!call || !mine) throw new ApiRefusal(404, "There is no such call in your history.")
    return { callSid, facts } satisfies CallHistory
  })

  async function nameOf(): Promise<(agentId: string | null) => string> {
    const names = new Map((await parts.people()).map(({ userId, name }) => [userId, name]))
    return (agentId) => names.get(agentId ?? "") ?? agentId ?? ""
  }

  type Asked = Pick<ApiAsked<never, never>, "reply" | "record">
  /** The log says who took what out, before the first row leaves. */
  async function record({ record }: Asked, what: string, query: PaymentsQuery): Promise<void> {
    await record("exported", { subject: what, detail: JSON.parse(JSON.stringify(query)) })
  }

  api(
    { method: "GET", path: "/api/payments.csv", roles, action: "exported", query: paymentsQuery },
    async ({ who, query, ...asked }) => {
      const search = toSearch(who, query)
      const more = (after: Place | undefined) => parts.findPayments({ ...search, after, limit: IN_A_CHUNK })
      const first = await more(search.after)
      const columns = paymentColumns(await nameOf())
      await record(asked, "payments", query)
      return streamCsv(asked.reply, "payments", columns, first, more)
    },
  )

  api(
    { method: "GET", path: "/api/calls.csv", roles, action: "exported", query: callsQuery },
    async ({ who, query, ...asked }) => {
      const search = toSearch(who, query)
      const more = (after: Place | undefined) => findCalls({ ...search, after, limit: IN_A_CHUNK })
      const first = await more(search.after)
      const columns = callColumns(await nameOf())
      await record(asked, "calls", query)
      return streamCsv(asked.reply, "calls", columns, first, more)
    },
  )
}
