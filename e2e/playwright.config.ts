// The journeys, one after the other in one Chromium, against the program that CLIENTHUB_BIN names; each file starts
// its own hub (support/hub.ts). Run by `cargo xtask e2e` and `cargo xtask test`.
import { defineConfig } from "@playwright/test";
import { chromium } from "./support/browser.js";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: chromium,
  projects: [{ name: "chromium" }],
});
