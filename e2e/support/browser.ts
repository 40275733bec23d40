// The system's Chromium (CLIENTHUB_CHROMIUM, set by xtask), never one that Playwright downloads.
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";

export const chromium: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: "chromium",
  headless: true,
  locale: "en-US",
  timezoneId: "Europe/Berlin",
  colorScheme: "light",
  viewport: { width: 1440, height: 900 },
  actionTimeout: 15_000,
  launchOptions: {
    executablePath: process.env.CLIENTHUB_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
    ],
  },
};
