// Talks to the control API of the emulator that served this page.

async function readAnswer(response) {
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`)
  return answer
}

export async function getJson(path) {
  return readAnswer(await fetch(path))
}

/** Sends JSON; throws an Error whose message a person can read. */
async function sendJson(method, path, body) {
  const headers = { "content-type": "application/json" }
  return readAnswer(await fetch(path, { method, headers, body: JSON.stringify(body) }))
}

export const postJson = (path, body = {}) => sendJson("POST", path, body)
export const patchJson = (path, body) => sendJson("PATCH", path, body)

export async function remove(path) {
  return readAnswer(await fetch(path, { method: "DELETE" }))
}

/** Runs an action; what goes wrong is told in `trouble`, and the answer is then null. */
export async function attempt(trouble, action) {
  trouble.hidden = true
  try {
    return await action()
  } catch (error) {
    trouble.textContent = error.message
    trouble.hidden = false
    return null
  }
}
