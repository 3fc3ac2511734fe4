// Which path shows what.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router"
import { AccountPage } from "../account/account-page.tsx"
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

export const router = createRouter({ routeTree: root.addChildren([home, account, people, invite]) })

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router
  }
}
