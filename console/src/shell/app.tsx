// The whole app: theme, live state, routes.
import "@mantine/core/styles.css"
import "@mantine/notifications/styles.css"
import "./page.css"
import { MantineProvider } from "@mantine/core"
import { Notifications } from "@mantine/notifications"
import { RouterProvider } from "@tanstack/react-router"
import { LiveProvider } from "../live/live-context.tsx"
import { router } from "./routes.tsx"
import { styleNonce } from "./style-nonce.ts"
import { cssVariables, theme } from "./theme.ts"

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
        <RouterProvider router={router} />
      </LiveProvider>
    </MantineProvider>
  )
}
