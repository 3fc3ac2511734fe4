// The shape of the database, step by step: numbered, forward only, never edited once released.

export interface Migration {
  number: number
  name: string
  statements: readonly string[]
  /** The table of payments has to be written anew from the facts: once, when all migrations have been applied. */
  refillsPayments?: boolean
}

/** The one thing the two engines spell differently: a column that counts up by itself. */
const counting = {
  sqlite: "integer primary key autoincrement",
  postgres: "bigint generated always as identity primary key",
}

/** With one writer positions are in the order of commits; with several they are not, see news.ts. */
const factsKnowTheirTransaction = [
  "alter table facts add column xid xid8 not null default pg_current_xact_id()",
  "create index facts_by_transaction on facts (xid)",
]

/** All migrations for one engine, in order. Times are epoch milliseconds. */
export function migrationsFor(engine: "sqlite" | "postgres"): readonly Migration[] {
  return [
    {
      number: 1,
      name: "calls, facts, effects",
      statements: [
        `create table calls (
          call_sid text not null primary key,
          version integer not null,
          agent_id text,
          from_number text not null,
          to_number text not null,
          rang_at bigint not null,
          ended_at bigint
        )`,
        // One live call an agent: the database proves it, so two nodes that route at the same moment cannot both win.
        `create unique index calls_one_live_call_an_agent on calls (agent_id)
          where ended_at is null and agent_id is not null`,
        "create index calls_newest_first on calls (rang_at, call_sid)",
        "create index calls_of_agent_newest_first on calls (agent_id, rang_at, call_sid)",
        "create index calls_of_agent_by_end on calls (agent_id, ended_at)",
        `create table facts (
          position ${counting[engine]},
          call_sid text not null,
          version integer not null,
          fact json not null,
          unique (call_sid, version)
        )`,
        // due_at moves when an effect is taken (to the end of the lease) or postponed: one column, one index,
        // and "when is something due next" is the smallest entry of that index.
        `create table effects (
          seq ${counting[engine]},
          id text not null unique,
          call_sid text not null,
          effect json not null,
          due_at bigint not null,
          attempts integer not null default 0,
          settled_at bigint
        )`,
        "create index effects_unsettled on effects (due_at) where settled_at is null",
      ],
    },
    {
      number: 2,
      name: "several processes",
      statements: [
        "alter table effects add column taken_by text",
        "create index effects_unsettled_of_call on effects (call_sid, seq) where settled_at is null",
        "create table processes (id text not null primary key, beat_at bigint not null)",
        `create table presence (
          user_id text not null,
          process_id text not null,
          since bigint not null,
          left_at bigint,
          primary key (user_id, process_id)
        )`,
        ...(engine === "postgres" ? factsKnowTheirTransaction : []),
      ],
    },
    {
      number: 3,
      name: "calls with an unsettled payment",
      statements: [
        "alter table calls add column unsettled integer not null default 0",
        // Too many rather than too few: screens look at the facts themselves, and the next fact of a call mends its row.
        `update calls set unsettled = 1 where call_sid in
          (select call_sid from facts where fact ->> 'type' = 'PaymentOutcomeUnknown')`,
        "create index calls_unsettled on calls (agent_id, rang_at) where unsettled = 1",
      ],
    },
    {
      number: 4,
      name: "audit log",
      statements: [
        // seq is given out by the chain, not by the database: a gap has to mean that a row is missing.
        // detail is text, because what is hashed has to come back sign by sign.
        `create table audit (
          seq bigint not null primary key,
          id text not null unique,
          at bigint not null,
          who text,
          action text not null,
          subject text,
          address text,
          result text not null,
          detail text not null,
          previous text not null,
          hash text not null
        )`,
        "create index audit_newest_first on audit (at, seq)",
        "create index audit_by_who on audit (who, at, seq)",
        "create index audit_by_action on audit (action, at, seq)",
        "create index audit_by_subject on audit (subject, at, seq)",
        // One row: its lock is what lets several processes lengthen one chain.
        `create table audit_chain (
          head_seq bigint not null,
          head_hash text not null,
          pruned_seq bigint not null,
          pruned_hash text not null
        )`,
        "insert into audit_chain (head_seq, head_hash, pruned_seq, pruned_hash) values (0, '', 0, '')",
      ],
    },
    {
      number: 5,
      name: "payments beside their facts",
      statements: [
        `create table payments (
          call_sid text not null,
          payment_id text not null,
          agent_id text,
          caller text not null,
          opened_at bigint not null,
          ended_at bigint,
          outcome text not null,
          total_minor bigint not null,
          currency text not null,
          last_four text,
          brand text,
          reference text,
          note text,
          confirmation_code text,
          token text,
          reason text,
          primary key (call_sid, payment_id)
        )`,
        // Each way to search ends in the order of the list, so that any page of it is one step into an index.
        ...["", "agent_id, ", "outcome, ", "total_minor, ", "caller, "].map(
          (by) =>
            `create index payments_by_${by ? by.slice(0, -2) : "time"} on payments (${by}opened_at, payment_id)`,
        ),
        ...["last_four", "lower(reference)", "confirmation_code"].map((by) => {
          const column = by.replace(/lower\((.*)\)/, "$1")
          return `create index payments_by_${column} on payments (${by}, opened_at, payment_id) where ${column} is not null`
        }),
        "create index calls_of_agent on calls (agent_id, rang_at, call_sid)",
        "create index calls_of_caller on calls (from_number, rang_at, call_sid)",
      ],
      refillsPayments: true,
    },
    {
      number: 6,
      name: "wrong passwords",
      statements: [
        `create table sign_in_tries (
          key text not null primary key,
          tries integer not null,
          until_at bigint not null
        )`,
      ],
    },
    {
      number: 7,
      name: "live calls, with and without an agent",
      statements: ["create index calls_live on calls (rang_at, call_sid) where ended_at is null"],
    },
    {
      number: 8,
      name: "who can take a call, and who waits for one",
      statements: [
        "alter table calls add column offered_at bigint",
        "alter table calls add column answered_at bigint",
        // About right, and only of calls that live: how long somebody has been on a call that began before.
        `update calls set answered_at = rang_at where ended_at is null and call_sid in
          (select call_sid from facts where fact ->> 'type' = 'CallAnswered')`,
        "alter table calls add column waiting integer not null default 0",
        "create index calls_waiting on calls (rang_at, call_sid) where waiting = 1",
        // What agents choose by hand; null is available.
        "create table agent_choices (user_id text not null primary key, away text, chosen_at bigint not null)",
        `create table missed_calls (
          agent_id text not null,
          call_sid text not null,
          outcome text not null,
          missed_at bigint not null
        )`,
        "create index missed_calls_of_agent on missed_calls (agent_id, missed_at)",
      ],
    },
    {
      number: 9,
      name: "calls by their end",
      // For pruning, which begins with the oldest.
      statements: ["create index calls_by_end on calls (ended_at)"],
    },
    {
      number: 10,
      name: "the audit log by result and address",
      statements: ["result", "address"].map((by) => `create index audit_by_${by} on audit (${by}, at, seq)`),
    },
  ]
}
