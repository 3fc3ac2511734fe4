// What can be done to one person.
import type { PersonRow } from "@agentpay/core"
import { ActionIcon, Menu } from "@mantine/core"
import { IconDots } from "@tabler/icons-react"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { useScreen } from "../live/live-context.tsx"
import { ActDialog } from "./act-dialog.tsx"
import { type Act, actsFor, actWords } from "./acts.ts"
import { EditDialog } from "./edit-dialog.tsx"

export function PersonMenu({ person }: { person: PersonRow }) {
  const { me } = useScreen()
  const [open, setOpen] = useState<Act | "edit" | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {/* Inside the page's main part and without Mantine's placeholder, which is no menu item: both confuse screen readers. */}
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={`What to do with ${person.name}`}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("edit")}>Change</Menu.Item>
          {actsFor(person, me.userId).map((act) => (
            <Menu.Item key={act} onClick={() => setOpen(act)}>
              {actWords[act].label}
            </Menu.Item>
          ))}
          <Menu.Item renderRoot={(props) => <Link to="/audit" search={{ who: person.userId }} {...props} />}>
            What they did
          </Menu.Item>
          <Menu.Item
            renderRoot={(props) => <Link to="/audit" search={{ subject: person.userId }} {...props} />}
          >
            What was done to them
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "edit" && <EditDialog person={person} onClose={close} />}
      {open !== null && open !== "edit" && <ActDialog person={person} act={open} onClose={close} />}
    </>
  )
}
