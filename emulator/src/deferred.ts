// A promise that is fulfilled from outside: Promise.withResolvers, which Node 20 has not.

/** Fulfilled by the first call of `resolve`. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}
