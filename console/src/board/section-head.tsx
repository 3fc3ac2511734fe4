// The heading of a part of the board, and beside it the field that finds one of what it heads.
import { Group, TextInput, Title } from "@mantine/core"
import type { ReactNode } from "react"

interface HeadProps {
  /** Names the section: its `aria-labelledby`. */
  id: string
  title: string
  order: 1 | 2
  children?: ReactNode
}

export function SectionHead({ id, title, order, children }: HeadProps) {
  return (
    <Group justify="space-between" align="flex-end" gap="xs">
      <Title order={order} size="h3" id={id}>
        {title}
      </Title>
      {children}
    </Group>
  )
}

interface FindProps {
  label: string
  placeholder: string
  value: string
  onChange(value: string): void
}

export function FindField({ label, placeholder, value, onChange }: FindProps) {
  return (
    <TextInput
      size="sm"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
