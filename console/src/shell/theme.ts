// Colours and sizes: one accent, calm greys, and text that keeps its contrast in both schemes.
import { type CSSVariablesResolver, createTheme } from "@mantine/core"

export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: { fontWeight: "600" },
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    // Mantine's colours for these fall below WCAG AA, and its close button has no name.
    Alert: { styles: { label: { color: "var(--mantine-color-text)" } } },
    Notification: {
      defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } },
      styles: { description: { color: "var(--mantine-color-dimmed)" } },
    },
  },
})

/** Mantine's own dimmed, error and placeholder greys fall below WCAG AA on a tinted page. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "var(--mantine-color-gray-9)",
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-anchor": "var(--mantine-color-indigo-8)",
    "--agentpay-page": "var(--mantine-color-gray-0)",
    "--agentpay-good": "var(--mantine-color-green-9)",
    "--agentpay-bad": "var(--mantine-color-red-9)",
    "--agentpay-unsure": "#b25000",
    "--agentpay-busy": "var(--mantine-color-indigo-8)",
    "--agentpay-failed": "var(--mantine-color-grape-8)",
    "--agentpay-stored": "var(--mantine-color-teal-6)",
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-2)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-anchor": "var(--mantine-color-indigo-3)",
    "--agentpay-page": "var(--mantine-color-dark-8)",
    "--agentpay-good": "var(--mantine-color-green-4)",
    "--agentpay-bad": "var(--mantine-color-red-4)",
    "--agentpay-unsure": "var(--mantine-color-orange-4)",
    "--agentpay-busy": "var(--mantine-color-indigo-3)",
    "--agentpay-failed": "var(--mantine-color-grape-4)",
    "--agentpay-stored": "var(--mantine-color-teal-7)",
  },
})
