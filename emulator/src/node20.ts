// Node 20 has no URL.parse: filled in as the standard says, so that one source runs on every supported Node.
if (!("parse" in URL)) {
  Object.defineProperty(URL, "parse", {
    configurable: true,
    writable: true,
    value: (url: string, base?: string) => (URL.canParse(url, base) ? new URL(url, base) : null),
  })
}
