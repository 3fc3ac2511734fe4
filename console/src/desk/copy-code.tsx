// Copies a code without its gaps.
import { Button, CopyButton } from "@mantine/core"
import { IconCheck, IconCopy } from "@tabler/icons-react"

interface Props {
  code: string
  /** What is copied, when the code itself says nothing. */
  name?: string
  size?: "xs" | "sm"
}

export function CopyCode({ code, name = code, size = "sm" }: Props) {
  return (
    <CopyButton value={code} timeout={2_000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size={size}
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          aria-label={copied ? "Copied" : `Copy ${name}`}
          onClick={copy}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
      )}
    </CopyButton>
  )
}
