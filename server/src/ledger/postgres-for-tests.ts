// A PostgreSQL database of its own for each test file, where a server answers.
import { randomBytes } from "node:crypto"
import pg from "pg"
import { reason } from "./fault.ts"

export const postgresServer = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres"

/** Null when a server answers, else why the tests cannot run: it belongs into their name. */
export async function whyNoPostgres(): Promise<string | null> {
  try {
    await onServer("select 1")
    return null
  } catch (error) {
    return `no PostgreSQL: ${reason(error)}; set TEST_DATABASE_URL`
  }
}

/** `url` of a new, empty database; `drop` also ends whoever is still connected. */
export async function freshDatabase() {
  const name = `agentpay_test_${randomBytes(6).toString("hex")}`
  await onServer(`create database ${name}`)
  const url = new URL(postgresServer)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
    cutConnections: () =>
      onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`),
  }
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServer, connectionTimeoutMillis: 3_000 })
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end()
  }
}
