// Where a link leads: an invitation, a new password, or the first admin of a fresh installation.
import type { LinkKind, OpenedLink } from "@agentpay/core"
import { Button, Loader, Stack, Text, TextInput, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useMutation, useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { askServer } from "../api/ask-server.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { Door } from "./door.tsx"
import { newPasswordHint, PasswordField } from "./password-field.tsx"

const words: Record<LinkKind, { title: string; text: string }> = {
  invitation: { title: "Welcome", text: "You are invited. Say who you are and choose a password." },
  "new-password": { title: "A new password", text: "Choose a new password. Your old one ends with it." },
  "first-admin": {
    title: "The first admin",
    text: "Nobody has an account here yet. Make yours; then you can invite everybody else.",
  },
}

export function LinkPage() {
  useDocumentTitle("Invitation · AgentPay")
  const [token] = useState(() => window.location.hash.slice(1))
  const { data, error } = useQuery({
    queryKey: ["link", token],
    queryFn: () => askServer<OpenedLink>("/api/person-link/open", { method: "POST", body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Door wide>
      {data && <Accept token={token} link={data} />}
      {error && (
        <Stack gap="md">
          <Title order={2} size="h4">
            This link does not work
          </Title>
          <RefusalText words={token ? error.message : "The link is not complete. Copy all of it."} />
          <Button component={Link} to="/" variant="default">
            Go to the sign-in
          </Button>
        </Stack>
      )}
      {!data && !error && <Loader role="status" aria-label="Opening the link" />}
    </Door>
  )
}

function Accept({ token, link }: { token: string; link: OpenedLink }) {
  const { title, text } = words[link.kind]
  const accept = useMutation<unknown, Error, FormData>({
    mutationFn: (fields) => {
      const email = link.kind === "first-admin" ? { email: fields.get("email") } : {}
      const body = { token, name: fields.get("name"), password: fields.get("password"), ...email }
      return askServer("/api/person-link/accept", { method: "POST", body })
    },
  })
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    accept.mutate(new FormData(event.currentTarget))
  }
  if (accept.isSuccess)
    return (
      <Stack gap="md" role="status">
        <Title order={2} size="h4">
          All set
        </Title>
        <Text>Your password is set. Sign in with your e-mail and the password.</Text>
        {/* A whole new page: somebody else may be signed in here. */}
        <Button component="a" href="/">
          Go to the sign-in
        </Button>
      </Stack>
    )
  return (
    <form onSubmit={submit} aria-label={title}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text>{text}</Text>
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={link.email}
          readOnly={link.kind !== "first-admin"}
          {...(link.kind !== "first-admin" && { description: "You sign in with it." })}
          maxLength={254}
          required
          withAsterisk={false}
        />
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          defaultValue={link.name}
          maxLength={100}
          required
          withAsterisk={false}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          description={newPasswordHint}
        />
        <RefusalText words={accept.error?.message ?? null} />
        <Button type="submit" loading={accept.isPending}>
          Set the password
        </Button>
      </Stack>
    </form>
  )
}
