// Digest as RFC 2617 and RFC 7616 print it, Basic, and challenges that nobody can answer.
import { expect, test } from "vitest"
import { authorizationFor } from "./authorization.ts"

const asked = { method: "GET", path: "/dir/index.html", credentials: "Mufasa:Circle Of Life" }

test("the example of RFC 2617", () => {
  const challenge = `Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"`
  const header = authorizationFor(challenge, asked, "0a4f113b")
  expect(header).toContain(`response="6629fae49393a05397450978507c4ef1"`)
  expect(header).toContain(`opaque="5ccc069c403ebaf9f0171e9517f40e41"`)
})

test("the example of RFC 7616 with SHA-256", () => {
  const challenge = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
  const header = authorizationFor(
    challenge,
    { ...asked, credentials: "Mufasa:Circle of Life" },
    "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  )
  expect(header).toContain(`response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"`)
})

test.each([
  "",
  "Bearer",
  `Digest realm="x"`,
  `Digest nonce="x", algorithm=SHA-512`,
  `Digest nonce="x", qop="auth-int"`,
])("%o cannot be answered", (challenge) => {
  expect(authorizationFor(challenge, asked)).toBeNull()
})

test("Basic, whatever its letters", () => {
  expect(authorizationFor("basic realm=x", asked)).toBe(`Basic ${btoa("Mufasa:Circle Of Life")}`)
})
