// Shows the sign-in, the lock, a waiting page or the app, whichever the connection allows.
import { supervises } from "@agentpay/core"
import { Container } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { Outlet, useMatch } from "@tanstack/react-router"
import { Activity, useEffect } from "react"
import { SetUpPage } from "../account/set-up-page.tsx"
import { ScreenProvider, useSnapshot } from "../live/live-context.tsx"
import { useTouches } from "../live/use-touches.ts"
import { SignInPage } from "../sign-in/sign-in-page.tsx"
import { ConnectionNote } from "./connection-note.tsx"
import { Header } from "./header.tsx"
import { Waiting } from "./waiting.tsx"

export function Gate() {
  const { connection, screen, lockedFor } = useSnapshot()
  useTouches(connection === "live")
  const comesWithLink = useMatch({ from: "/invite", shouldThrow: false }) !== undefined
  const userId = screen?.me.userId
  // What one person was told is not for the next one at this desk.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id is only there to notice the change
  useEffect(() => () => notifications.clean(), [userId, lockedFor])
  if (comesWithLink) return <Outlet />
  if (connection === "signed-out" || connection === "session-lost")
    return <SignInPage sessionLost={connection === "session-lost"} />
  if (connection === "second-factor-missing") return <SetUpPage />
  if (!screen)
    return lockedFor ? (
      <SignInPage lockedFor={lockedFor} />
    ) : (
      <Waiting unreachable={connection === "unreachable"} />
    )
  return (
    <>
      {lockedFor && <SignInPage lockedFor={lockedFor} />}
      {/* Hidden, not gone: what was typed stands there again after the unlocking, for the same person only. */}
      <Activity key={userId} mode={lockedFor ? "hidden" : "visible"}>
        <ScreenProvider screen={screen}>
          <Header />
          <Container component="main" size={supervises(screen.me.role) ? "xl" : "md"} py="lg" px="md">
            <ConnectionNote />
            <Outlet />
          </Container>
        </ScreenProvider>
      </Activity>
    </>
  )
}
