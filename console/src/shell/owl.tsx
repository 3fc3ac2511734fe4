// The logo: it's an owl, obviously.
export function Owl({ size }: { size: number }) {
  return <img src="/favicon.svg" width={size} height={size} alt="" />
}
