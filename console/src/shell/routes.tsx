// Which path shows what.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router"
import { BrokenPage } from "./broken-page.tsx"
import { Gate } from "./gate.tsx"
import { Home } from "./home.tsx"
import { NotFound } from "./not-found.tsx"

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: BrokenPage })
const home = createRoute({ getParentRoute: () => root, path: "/", component: Home })

export const router = createRouter({ routeTree: root.addChildren([home]) })

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router
  }
}
