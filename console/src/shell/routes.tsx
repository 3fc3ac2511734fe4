// Which path shows what.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router"
import { AccountPage } from "../account/account-page.tsx"
import { AuditPage } from "../audit/audit-page.tsx"
import { readSearch as readAuditSearch } from "../audit/audit-search.ts"
import { HistoryPage } from "../history/history-page.tsx"
import { readSearch } from "../history/history-search.ts"
import { StoryPage } from "../history/story-page.tsx"
import { PeoplePage } from "../people/people-page.tsx"
import { LinkPage } from "../sign-in/link-page.tsx"
import { BrokenPage } from "./broken-page.tsx"
import { Gate } from "./gate.tsx"
import { Home } from "./home.tsx"
import { NotFound } from "./not-found.tsx"

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: BrokenPage })
const home = createRoute({ getParentRoute: () => root, path: "/", component: Home })
const account = createRoute({ getParentRoute: () => root, path: "/account", component: AccountPage })
const people = createRoute({ getParentRoute: () => root, path: "/people", component: PeoplePage })
const invite = createRoute({ getParentRoute: () => root, path: "/invite", component: LinkPage })
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: readAuditSearch,
  component: () => <AuditPage search={audit.useSearch()} />,
})
const history = createRoute({
  getParentRoute: () => root,
  path: "/history",
  validateSearch: readSearch,
  component: () => <HistoryPage search={history.useSearch()} />,
})
const callStory = createRoute({
  getParentRoute: () => root,
  path: "/history/$callSid",
  component: () => <StoryPage {...callStory.useParams()} paymentId={null} />,
})
const paymentStory = createRoute({
  getParentRoute: () => root,
  path: "/history/$callSid/$paymentId",
  component: () => <StoryPage {...paymentStory.useParams()} />,
})

export const router = createRouter({
  routeTree: root.addChildren([home, history, callStory, paymentStory, account, people, audit, invite]),
})

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router
  }
}
