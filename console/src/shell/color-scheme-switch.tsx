// Light or dark: follows the system until it is switched, then remembers.
import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core"
import { IconMoon, IconSun } from "@tabler/icons-react"

export function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme("light")
  const other = scheme === "dark" ? "light" : "dark"
  const label = `Switch to ${other} colours`
  const Icon = other === "light" ? IconSun : IconMoon
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={36} aria-label={label} onClick={() => setColorScheme(other)}>
        <Icon size={20} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
