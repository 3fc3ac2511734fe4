// A URL that is told of something, and its method: statusCallback, recordingStatusCallback, amdStatusCallback.
import { methodAttribute, resolveUrl } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"

/** Who is told, by the attributes `name` and `nameMethod`; null where nobody is. */
export function readCallback(
  stage: Stage,
  node: TwimlNode,
  name: string,
): { url: string; method: "GET" | "POST" } | null {
  const written = node.attributes[name]
  if (!written) return null
  const url = resolveUrl(written, stage.document.baseUrl)
  if (url !== null) return { url, method: methodAttribute(node, `${name}Method`) }
  complain(stage)(`<${node.name} ${name}="${written}"> is no usable URL: it is not called`)
  return null
}
