// Copies a code without its gaps.
import { Button, CopyButton } from "@mantine/core"
import { IconCheck, IconCopy } from "@tabler/icons-react"

export function CopyCode({ code, size = "sm" }: { code: string; size?: "xs" | "sm" }) {
  return (
    <CopyButton value={code} timeout={2_000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size={size}
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          aria-label={copied ? "Copied" : `Copy ${code}`}
          onClick={copy}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
      )}
    </CopyButton>
  )
}
