// A dialog with its title. Mantine's own puts the title into a <header>, which axe takes for a second banner of the page.
import { Modal, Stack } from "@mantine/core"
import type { ReactNode } from "react"

interface Props {
  opened: boolean
  title: string
  onClose: () => void
  children: ReactNode
}

export function Dialog({ opened, title, onClose, children }: Props) {
  return (
    <Modal.Root opened={opened} onClose={onClose}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Stack gap="md">
            <Modal.Title fw={600} fz="lg">
              {title}
            </Modal.Title>
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
