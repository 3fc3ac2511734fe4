// The whole app: theme, live state, routes.
import "@mantine/core/styles.css"
import "@mantine/notifications/styles.css"
import "./page.css"
import { MantineProvider } from "@mantine/core"
import { Notifications } from "@mantine/notifications"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { ServerRefusal } from "../api/ask-server.ts"
import { LiveProvider } from "../live/live-context.tsx"
import { router } from "./routes.tsx"
import { styleNonce } from "./style-nonce.ts"
import { cssVariables, theme } from "./theme.ts"

/** A refusal in words is the answer; only what never arrived is asked for again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && !(error instanceof ServerRefusal && error.status > 0),
    },
  },
})

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-right" />
      <LiveProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LiveProvider>
    </MantineProvider>
  )
}
