// What the REST API serves, for telling a caller who asked for something else. Collected from the routes themselves.
import type { RouteOptions } from "fastify"

const PARAMETER = /:(\w+)(?:\([^/]*?\))?(?=\.json|\/|$)/g

/** `/Calls/:callSid(^\w+).json` as a person writes it: `/Calls/{CallSid}.json`. */
function readable(below: string): string {
  return below.replace(PARAMETER, (_, name: string) => `{${name[0]?.toUpperCase()}${name.slice(1)}}`)
}

/** `add` takes every route as it is registered below `prefix`. */
export function createServedRoutes(prefix: string) {
  const served = new Map<string, { path: RegExp; methods: string[] }>()
  return {
    add({ url, method }: RouteOptions): void {
      if (method === "HEAD") return
      const shown = readable(url.slice(prefix.length))
      const pattern = `${readable(prefix)}${shown}`.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")
      const known = served.get(shown) ?? { path: new RegExp(`^${pattern}$`), methods: [] }
      known.methods.push(String(method))
      served.set(shown, known)
    },
    /** The methods that are served at this URL; none when nothing is. */
    methodsOf(url: string): string[] {
      const path = url.split("?", 1)[0] ?? url
      return [...served.values()].find((resource) => resource.path.test(path))?.methods ?? []
    },
    list(): string {
      return [...served].map(([path, { methods }]) => `${methods.join(", ")} ${path}`).join("; ")
    },
  }
}
