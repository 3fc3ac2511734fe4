// The server's policy lets only those style elements act that carry the nonce of this page.
import { setNonce } from "get-nonce"

/** The nonce that the server wrote into the page. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? ""
}

// Mantine's modals stop the page behind them from scrolling through a part that asks get-nonce.
setNonce(styleNonce())
