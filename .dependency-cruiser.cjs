/** The dependency rule of docs/ARCHITECTURE.md: who may import whom. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: "^(core|server|console|emulator|e2e)/", pathNot: allowed },
})

module.exports = {
  forbidden: [
    only(
      "core-imports-nothing-of-ours",
      "^core/",
      ["^core/"],
      "core is the ground floor: pure functions and types.",
    ),
    only(
      "server-imports-core",
      "^server/",
      ["^server/", "^core/src/index\\.ts$"],
      "server stands on core's door, and on nothing else of ours.",
    ),
    only(
      "console-imports-core",
      "^console/",
      ["^console/", "^core/src/index\\.ts$"],
      "console stands on core's door, and on nothing else of ours.",
    ),
    only(
      "emulator-imports-nothing-of-ours",
      "^emulator/",
      ["^emulator/"],
      "a wrong belief about Twilio must not sit on both sides.",
    ),
    only(
      "e2e-uses-public-doors",
      "^e2e/",
      ["^e2e/"],
      "whole-system tests go through browser, REST and webhooks only.",
    ),
    {
      name: "core-imports-only-its-schema-library",
      comment: "no Node, no browser in core.",
      severity: "error",
      from: { path: "^core/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: ["^core/", "node_modules/zod/"] },
    },
    ...["twilio", "stripe", "agents", "ledger"].map((room) => ({
      name: `${room}-knows-no-neighbour`,
      comment:
        "twilio/, stripe/, agents/ and ledger/ never import each other; only app, handle, perform and main join them.",
      severity: "error",
      from: { path: `^server/src/${room}/` },
      to: { path: "^server/src/", pathNot: `^server/src/${room}/` },
    })),
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      comment: "except the stranger, who imports the emulator as it is once packed",
      severity: "error",
      from: { pathNot: "^emulator/src/testing/package/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|test-results|playwright-report|\\.tsbuild)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs"],
    },
  },
}
