/** How an answer came out of the cache: `fresh` when nobody was asked, `checked` when the server said 304. */
export type Cached = "fresh" | "checked"
