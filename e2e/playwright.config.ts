// Whole-system tests: one AgentPay per test file, in the Chromium that find-chromium.ts found.
import { defineConfig } from "@playwright/test"

const executablePath = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: ".",
  testMatch: "*.test.ts",
  fullyParallel: false,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  // A busy CI machine may slow a test once; run-all-tests.ts names what needed the second try.
  retries: process.env.CI === "true" ? 1 : 0,
  forbidOnly: process.env.CI === "true",
  outputDir: "../test-results",
  use: {
    launchOptions: {
      ...(executablePath && { executablePath }),
      // A container's root has no sandbox; the rest keeps Chromium from calling home.
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
      ],
    },
    trace: "retain-on-failure",
  },
})
