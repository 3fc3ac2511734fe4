// The pages that a role has, as links in the bar on top.
import type { Role } from "@agentpay/core"
import { Group } from "@mantine/core"
import { Link } from "@tanstack/react-router"
import { useScreen } from "../live/live-context.tsx"
import classes from "./nav.module.css"

const pages: readonly {
  to: "/" | "/history" | "/people" | "/audit"
  label: string
  roles: readonly Role[]
}[] = [
  { to: "/", label: "Desk", roles: ["agent"] },
  { to: "/", label: "Board", roles: ["supervisor", "admin"] },
  { to: "/history", label: "History", roles: ["agent", "supervisor", "admin"] },
  { to: "/people", label: "People", roles: ["admin"] },
  { to: "/audit", label: "Audit log", roles: ["supervisor", "admin"] },
]

export function Nav() {
  const { me } = useScreen()
  const mine = pages.filter(({ roles }) => roles.includes(me.role))
  // A single page needs no way to it.
  if (mine.length < 2) return null
  return (
    <Group component="nav" gap="xs" aria-label="Pages">
      {mine.map(({ to, label }) => (
        <Link key={label} to={to} className={classes.link} activeProps={{ "aria-current": "page" }}>
          {label}
        </Link>
      ))}
    </Group>
  )
}
