// The first page: a desk for agents, the board for supervisors.
import { supervises } from "@agentpay/core"
import { Board } from "../board/board.tsx"
import { Desk } from "../desk/desk.tsx"
import { useScreen } from "../live/live-context.tsx"

export function Home() {
  const { me } = useScreen()
  return supervises(me.role) ? <Board /> : <Desk />
}
