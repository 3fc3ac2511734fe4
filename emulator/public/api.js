// Talks to the control API of the emulator that served this page.

async function readAnswer(response) {
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`)
  return answer
}

export async function getJson(path) {
  return readAnswer(await fetch(path))
}

/** Posts JSON; throws an Error whose message a person can read. */
export async function postJson(path, body = {}) {
  const headers = { "content-type": "application/json" }
  return readAnswer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }))
}
