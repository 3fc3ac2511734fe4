// Whose page asks: browsers say so with every websocket and every request that could change something (CSRF).

/** Whether `origin` is ours: of the host that was asked, or one of `ours`. Programs that are no browsers send none. */
export function sameOrigin(
  origin: string | undefined,
  host: string | undefined,
  ours: readonly string[],
): boolean {
  if (origin === undefined || ours.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
