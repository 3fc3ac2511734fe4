// Two server processes on one PostgreSQL: screens, races, a process that stops or dies, a database that goes away.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { eventually, newCallSid } from "./app-for-tests.ts"
import { type Cluster, openCluster, phoneOf, type Running } from "./cluster-for-tests.ts"
import { whyNoPostgres } from "./ledger/postgres-for-tests.ts"
import { closeScreens, openScreen, type Screen } from "./screen-for-tests.ts"

const why = await whyNoPostgres()
const AGENTS = 10
/** 200 by hand: RACE_ROUNDS=200 npx vitest run server/src/cluster.db.test.ts -t "at once" */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? 5)
const LONG = 120_000 + ROUNDS * 5_000

describe.skipIf(why !== null)(`a cluster${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let cluster: Cluster
  let a: Running
  let b: Running
  const cookies: string[] = []
  beforeAll(async () => {
    cluster = await openCluster(AGENTS)
    ;[a, b] = await Promise.all([cluster.startServer(), cluster.startServer()])
    for (let n = 0; n < AGENTS; n++) cookies.push(await cluster.signIn(`agent${n}`))
  }, LONG)
  afterEach(closeScreens)
  afterAll(() => cluster.close(), LONG)

  const ring = (callSid: string, to?: string, fwd = "") =>
    cluster.webhook(`/forward${fwd}`, { CallSid: callSid, From: "+15551230001", To: "+15550001000" }, to)
  const finish = (callSid: string, to?: string) =>
    cluster.webhook("/finished", { CallSid: callSid, DialCallStatus: "completed" }, to)
  const screen = (url: string, n: number) => openScreen(url, cookies[n] ?? "")
  const typesTold = (one: Screen, callSid: string) => one.told(callSid)

  test("a screen on either process sees each fact once and in order, whichever process took the webhook", async () => {
    const sam = await cluster.signIn("sam", a.url)
    const screens = await Promise.all([screen(a.url, 0), screen(b.url, 0), openScreen(b.url, sam)])
    const callSid = newCallSid()
    await ring(callSid, a.url, `?Fwd=${encodeURIComponent(phoneOf(0))}`)
    await cluster.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" }, b.url)
    await finish(callSid, a.url)
    for (const one of screens) {
      await eventually(() => expect(typesTold(one, callSid)).toContain("CallEnded"))
      expect(typesTold(one, callSid)).toEqual(["CallRang", "CallOffered", "CallAnswered", "CallEnded"])
    }
  })

  test("a session that is signed out on one process is cut on the other", async () => {
    const cookie = await cluster.signIn("sam", a.url)
    const other = await openScreen(b.url, cookie)
    const headers = { cookie, origin: cluster.publicUrl, "content-type": "application/json" }
    await fetch(`${a.url}/api/auth/sign-out`, { method: "POST", headers, body: "{}" })
    await other.gone()
  })

  test("who is suspended on one process is cut on the other, and gets in on neither", async () => {
    const other = await screen(b.url, 9)
    const cookie = await cluster.signIn("alma", a.url)
    const headers = { cookie, origin: cluster.publicUrl, "content-type": "application/json" }
    const act = (what: string) =>
      fetch(`${a.url}/api/people/${other.welcome.me.userId}/${what}`, { method: "POST", headers, body: "{}" })
    expect((await act("suspend")).status).toBe(200)
    await other.gone()
    for (const { url } of [a, b]) {
      await expect(screen(url, 9)).rejects.toThrow("unauthenticated")
      await expect(cluster.signIn("agent9", url)).rejects.toThrow("403")
    }
    expect((await act("reinstate")).status).toBe(200)
    cookies[9] = await cluster.signIn("agent9")
  })

  test("50 calls at once onto 10 agents: no agent gets two, no call is lost, nobody is left idle", {
    timeout: LONG,
  }, async () => {
    await Promise.all(cookies.map((_, n) => screen(n % 2 ? a.url : b.url, n)))
    for (let round = 0; round < ROUNDS; round++) {
      const sids = Array.from({ length: 50 }, newCallSid)
      const answers = await Promise.all(sids.map((sid, n) => ring(sid, n % 2 ? a.url : b.url)))
      expect(answers.map(({ status }) => status)).toEqual(sids.map(() => 200))
      const dialled = answers.flatMap(({ body }) => /\+1555000\d{4}/.exec(body)?.[0] ?? [])
      expect(dialled.toSorted()).toEqual(cookies.map((_, n) => phoneOf(n)).toSorted())
      expect(answers.filter(({ body }) => body.includes("<Reject"))).toHaveLength(40)
      const taken = sids.filter((_, n) => answers[n]?.body.includes("<Dial"))
      // Twilio may lose the answer and ask again: the same agent, from either process.
      for (const sid of taken.slice(0, 2)) {
        const [once, again] = await Promise.all([ring(sid, a.url), ring(sid, b.url)])
        expect(once.body).toBe(answers[sids.indexOf(sid)]?.body)
        expect(again.body).toBe(once.body)
      }
      await Promise.all(taken.map((sid, n) => finish(sid, n % 2 ? b.url : a.url)))
    }
    expect((await cluster.ledger.agentLines(Date.now())).filter(({ call }) => call)).toEqual([])
  })

  test("a process that is asked to stop says so first, and its agents stay reachable on the other", {
    timeout: LONG,
  }, async () => {
    const leaving = await cluster.startServer({ DRAIN_SECONDS: "3" })
    expect((await fetch(`${leaving.url}/readyz`)).status).toBe(200)
    const there = await screen(leaving.url, 3)
    leaving.child.kill("SIGTERM")
    await eventually(async () => expect((await fetch(`${leaving.url}/readyz`)).status).toBe(503))
    // It still serves: the balancer has to see it first.
    const callSid = newCallSid()
    expect((await ring(callSid, leaving.url, `?Fwd=${encodeURIComponent(phoneOf(3))}`)).body).toContain(
      "<Dial",
    )
    await eventually(() => expect(typesTold(there, callSid)).toEqual(["CallRang", "CallOffered"]))
    await there.gone()
    expect(await leaving.ended).toBe(0)
    expect((await ring(newCallSid(), a.url)).body).toContain("<Reject")
    await finish(callSid, a.url)
    const moved = await screen(b.url, 3)
    expect(moved.welcome.calls.some((story) => story.callSid === callSid)).toBe(true)
    const next = newCallSid()
    expect((await ring(next, a.url)).body).toContain(phoneOf(3))
    await finish(next)
  })

  test.each(["cut", "hang"] as const)(
    "the database away (%s): 503, words, nobody ends, all resumes",
    { timeout: LONG },
    async (how) => {
      const agent = await screen(a.url, 1)
      const callSid = newCallSid()
      const fwd = `?Fwd=${encodeURIComponent(phoneOf(1))}`
      expect((await ring(callSid, a.url, fwd)).status).toBe(200)
      cluster.cable[how]()
      const [away, command, ready] = await Promise.all([
        cluster.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" }, a.url),
        agent.socket.timeout(9_000).emitWithAck("initiate", { callSid, amount: "5", tip: "" }),
        fetch(`${b.url}/readyz`),
      ])
      expect(away.status).toBe(503)
      expect(command).toEqual({ ok: false, refusal: { code: "database-away" } })
      expect(ready.status).toBe(503)
      expect((await fetch(`${a.url}/healthz`)).status).toBe(200)
      // A callback that comes while it is away and waits is stored when it is back in time.
      const waiting = cluster.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" }, b.url)
      cluster.cable.mend()
      expect([204, 503]).toContain((await waiting).status)
      await eventually(async () =>
        expect(
          (await cluster.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" }, a.url)).status,
        ).toBe(204),
      )
      await eventually(() =>
        expect(typesTold(agent, callSid)).toEqual(["CallRang", "CallOffered", "CallAnswered"]),
      )
      await eventually(async () => expect((await fetch(`${b.url}/readyz`)).status).toBe(200))
      expect((await finish(callSid)).status).toBe(200)
      expect([a.child.exitCode, b.child.exitCode]).toEqual([null, null])
    },
  )
})
