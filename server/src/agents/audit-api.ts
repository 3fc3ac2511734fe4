// The audit log over REST, for supervisors: read in pages, exported as CSV. Who looks into it stands in it (PCI DSS v4.0.1, 10.2.1.3).
import {
  type AuditPage,
  type AuditQuery,
  type AuditRow,
  auditActionWords,
  auditQuery,
  type ListPage,
  type Person,
} from "@agentpay/core"
import { type Api, ApiRefusal } from "./api.ts"
import { type Columns, csvTime, streamCsv } from "./history-csv.ts"

export interface AuditParts {
  /** Null when `after` names no place. */
  page(ask: AuditQuery & { limit: number }): Promise<ListPage<AuditRow> | null>
  people(): Promise<Person[]>
}

const ON_A_PAGE = 50
const IN_A_CHUNK = 1_000
const roles = ["supervisor", "admin"] as const

function columns(names: ReadonlyMap<string, string>): Columns<AuditRow> {
  const named = (id: string | null) => names.get(id ?? "") ?? id
  return {
    Row: ({ seq }) => seq,
    Time: ({ at }) => csvTime(at),
    Who: ({ who }) => named(who),
    "User ID": ({ who }) => who,
    What: ({ action }) => auditActionWords[action] ?? action,
    "To whom or what": ({ subject }) => named(subject),
    "Its ID": ({ subject }) => subject,
    "From where": ({ address }) => address,
    Result: ({ result }) => result,
    Details: ({ detail }) => JSON.stringify(detail),
  }
}

export function auditRoutes(api: Api, parts: AuditParts): void {
  async function page(query: AuditQuery, limit: number): Promise<ListPage<AuditRow>> {
    const found = await parts.page({ ...query, limit })
    if (!found) throw new ApiRefusal(400, "This page's address is damaged. Start from the first page.")
    return found
  }
  const asDetail = (query: AuditQuery) => JSON.parse(JSON.stringify(query))
  const namesOf = async () => new Map((await parts.people()).map(({ userId, name }) => [userId, name]))

  api(
    { method: "GET", path: "/api/audit", roles, action: "audit-read", query: auditQuery },
    async ({ query, record }) => {
      const { rows, next } = await page(query, ON_A_PAGE)
      const names = await namesOf()
      const meant = new Set(rows.flatMap(({ who, subject }) => [who, subject]))
      await record("audit-read", { detail: asDetail(query) })
      const known = [...names].filter(([userId]) => meant.has(userId))
      return { rows, next, names: Object.fromEntries(known) } satisfies AuditPage
    },
  )

  api(
    { method: "GET", path: "/api/audit.csv", roles, action: "exported", query: auditQuery },
    async ({ query, record, reply }) => {
      const first = await page(query, IN_A_CHUNK)
      const names = await namesOf()
      await record("exported", { subject: "audit", detail: asDetail(query) })
      const more = (after: string) => page({ ...query, after }, IN_A_CHUNK)
      return streamCsv(reply, "audit", columns(names), first, more)
    },
  )
}
