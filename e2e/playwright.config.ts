// The journeys against the program that CLIENTHUB_BIN names: two files at a time, each with its own browser and its own
// hub (support/hub.ts), since much of a journey is waiting. Run by `cargo xtask e2e` and `cargo xtask test`.
import { defineConfig } from "@playwright/test";
import { chromium } from "./support/browser.js";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: chromium,
  projects: [{ name: "chromium" }],
});
