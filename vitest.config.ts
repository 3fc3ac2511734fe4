// Tests that stand beside the code; whole-system tests are Playwright's, in e2e/.
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{core,server,emulator,console}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy CI machine may slow a test once; run-all-tests.ts names what needed the second try.
    retry: process.env.CI === "true" ? 1 : 0,
  },
})
