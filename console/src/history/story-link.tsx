// Links to the story of a call, or of one of its payments.
import { Anchor } from "@mantine/core"
import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"

interface Props {
  callSid: string
  /** Without it the link leads to the whole call. */
  paymentId?: string
  /** Where the text alone does not say where it leads. */
  label?: string
  children: ReactNode
}

export function StoryLink({ callSid, paymentId, label, children }: Props) {
  const named = label === undefined ? {} : { "aria-label": label }
  return (
    <Anchor
      inherit
      {...named}
      renderRoot={(props) =>
        paymentId === undefined ? (
          <Link to="/history/$callSid" params={{ callSid }} {...props} />
        ) : (
          <Link to="/history/$callSid/$paymentId" params={{ callSid, paymentId }} {...props} />
        )
      }
    >
      {children}
    </Anchor>
  )
}
