// The story of a call, or of one of its payments, fact by fact.
import {
  type Call,
  type CallHistory,
  type Fact,
  fold,
  formatMoney,
  type Payment,
  supervises,
} from "@agentpay/core"
import { Anchor, Group, Loader, Paper, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { askServer } from "../api/ask-server.ts"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { Failed } from "../search/failed.tsx"
import { CardList } from "../shell/card-list.tsx"
import { PhoneNumber } from "../words/grouped.tsx"
import { callState, outcomeReason, paymentState, resultCode } from "../words/payment-words.ts"
import { SampleMark } from "../words/sample-mark.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { agentNamed } from "./agent-named.ts"
import classes from "./history.module.css"
import { Story } from "./story.tsx"
import { StoryLink } from "./story-link.tsx"

interface Props {
  callSid: string
  /** Null: the whole call. */
  paymentId: string | null
}

export function StoryPage({ callSid, paymentId }: Props) {
  useDocumentTitle(`${paymentId ? "Payment" : "Call"} · AgentPay`)
  const asked = useQuery({
    queryKey: ["call", callSid],
    queryFn: () => askServer<CallHistory>(`/api/calls/${encodeURIComponent(callSid)}`),
  })
  const call = asked.data && fold(asked.data.facts)
  const payment = call?.payments.find((one) => one.paymentId === paymentId)
  const missing = asked.data && (!call || (paymentId !== null && !payment))
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/history">
        To the history
      </Anchor>
      {(!call || missing) && (
        <Title order={1} size="h3">
          {paymentId ? "Payment" : "Call"}
        </Title>
      )}
      {asked.isPending && <Loader role="status" aria-label="Loading the story" />}
      {asked.isError && <Failed title="This cannot be shown" error={asked.error} retry={asked.refetch} />}
      {missing && <Text>There is no such payment on this call.</Text>}
      {call && paymentId === null && <OfCall call={call} facts={asked.data.facts} />}
      {call && payment && <OfPayment call={call} payment={payment} facts={asked.data.facts} />}
    </Stack>
  )
}

function Terms({ terms }: { terms: Record<string, ReactNode> }) {
  return (
    <Paper withBorder p="md">
      <dl className={classes.terms}>
        {Object.entries(terms).map(([term, value]) =>
          value ? (
            <div key={term} className={classes.pair}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </Paper>
  )
}

interface OfCallProps {
  call: Call
  facts: readonly Fact[]
}

function useCallTerms(call: Call): Record<string, ReactNode> {
  const { people } = useScreen()
  const now = useServerNow(false)
  return {
    Caller: <PhoneNumber number={call.from} />,
    Agent: agentNamed(call.agent?.agentId ?? null, people),
    Rang: clockWords(call.rangAt, now),
    "Call SID": call.callSid,
  }
}

function OfCall({ call, facts }: OfCallProps) {
  const { people } = useScreen()
  const { words, tone } = callState(call)
  return (
    <>
      <Group gap="sm">
        <Title order={1} size="h3">
          Call
        </Title>
        <SampleMark callSid={call.callSid} />
      </Group>
      <Terms terms={{ State: <StateText tone={tone}>{words}</StateText>, ...useCallTerms(call) }} />
      <AuditLink callSid={call.callSid} />
      {call.payments.length > 0 && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            Payments
          </Title>
          <CardList label="Payments of this call">
            {call.payments.map((payment) => (
              <Paper key={payment.paymentId} withBorder p="md" component="li">
                <Group justify="space-between" gap="xs">
                  <StoryLink callSid={call.callSid} paymentId={payment.paymentId}>
                    {formatMoney(payment.totalMinor, payment.currency)}
                  </StoryLink>
                  <StateText tone={paymentState(payment).tone}>{paymentState(payment).words}</StateText>
                </Group>
              </Paper>
            ))}
          </CardList>
        </Stack>
      )}
      <Title order={2} size="h4">
        What happened
      </Title>
      <Story label="What happened" facts={facts} people={people} />
    </>
  )
}

/** Supervisors read who gave which command on the call, refused ones too. */
function AuditLink({ callSid }: { callSid: string }) {
  const { me } = useScreen()
  if (!supervises(me.role)) return null
  return (
    <Anchor renderRoot={(props) => <Link to="/audit" search={{ subject: callSid }} {...props} />}>
      In the audit log
    </Anchor>
  )
}

function OfPayment({ call, payment, facts }: OfCallProps & { payment: Payment }) {
  const { me, people } = useScreen()
  const agentId = call.agent?.agentId ?? null
  const agent = agentId === me.userId ? undefined : agentNamed(agentId, people)
  const { words, tone } = paymentState(payment)
  const { amountMinor, tipMinor, currency, attempt } = payment
  const its = facts.filter((fact) => "paymentId" in fact && fact.paymentId === payment.paymentId)
  return (
    <>
      <Group gap="sm">
        <Title order={1} size="h3">
          Payment of {formatMoney(payment.totalMinor, currency)}
        </Title>
        <SampleMark callSid={call.callSid} />
      </Group>
      <Terms
        terms={{
          Outcome: <StateText tone={tone}>{words}</StateText>,
          Code: resultCode(payment),
          Reason: outcomeReason(payment, agent),
          Tip: tipMinor > 0 && `${formatMoney(tipMinor, currency)} on ${formatMoney(amountMinor, currency)}`,
          Reference: payment.reference,
          Note: payment.note,
          Attempts: attempt > 1 && attempt,
          ...useCallTerms(call),
        }}
      />
      <Group gap="lg">
        <StoryLink callSid={call.callSid}>The whole call</StoryLink>
        <AuditLink callSid={call.callSid} />
      </Group>
      <Title order={2} size="h4">
        What happened
      </Title>
      <Story label="What happened" facts={its} people={people} />
    </>
  )
}
