// The desk between calls: calm, and clear about what will happen.
import { Anchor, Paper, Stack, Text, Title } from "@mantine/core"
import { useScreen } from "../live/live-context.tsx"
import { Owl } from "../shell/owl.tsx"
import { PhoneNumber } from "../words/grouped.tsx"

/** @param props.away no call comes at the moment, and another part says why */
export function Available({ away }: { away: boolean }) {
  const { me, phonesUrl } = useScreen()
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm" py="lg">
        <Owl size={56} />
        <Title order={1} size="h2" ta="center">
          {!me.phone ? "No phone is set for you" : away ? "No call at the moment" : "You are available"}
        </Title>
        {me.phone ? (
          <Text ta="center" role="status">
            {away ? "When you are available, the" : "The"} next call rings on{" "}
            <PhoneNumber number={me.phone} />. It appears here while it rings.
          </Text>
        ) : (
          <Text ta="center" role="status">
            No call can reach you yet. Ask your supervisor to set your phone number.
          </Text>
        )}
        {phonesUrl && me.phone && (
          <Text ta="center" c="dimmed" maw={480}>
            This is the demo: open the{" "}
            <Anchor href={phonesUrl} target="_blank" rel="noreferrer" underline="always">
              phones page
            </Anchor>
            , place a call from the customer's phone, and answer it on yours.
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
