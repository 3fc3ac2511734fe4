// Tests that stand beside the code; whole-system tests are Playwright's, in e2e/.
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{core,server,emulator,console}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
