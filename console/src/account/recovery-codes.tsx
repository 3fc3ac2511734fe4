// Recovery codes, shown once.
import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core"
import { CopyCode } from "../desk/copy-code.tsx"
import classes from "./account.module.css"

export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const text = `${codes.join("\n")}\n`
  return (
    <Stack gap="md">
      <Text>
        Keep these recovery codes where only you find them. Each signs you in once when your phone is not at
        hand. They are not shown again.
      </Text>
      <SimpleGrid cols={2} component="ul" className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </SimpleGrid>
      <Group gap="sm">
        <CopyCode code={text} name="the recovery codes" />
        <Button
          component="a"
          variant="default"
          size="sm"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="agentpay-recovery-codes.txt"
        >
          Download
        </Button>
      </Group>
      <Button onClick={onDone}>I have kept them</Button>
    </Stack>
  )
}
