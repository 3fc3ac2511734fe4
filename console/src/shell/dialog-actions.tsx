// The foot of a dialog: leave it, or do what it is for.
import { Button, Group } from "@mantine/core"
import type { ReactNode } from "react"

interface Props {
  onClose: () => void
  leave?: string
  /** The button that does it. */
  children: ReactNode
}

export function DialogActions({ onClose, leave = "Not now", children }: Props) {
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={onClose}>
        {leave}
      </Button>
      {children}
    </Group>
  )
}
