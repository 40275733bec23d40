// The README's pictures in docs/images, by `cargo xtask screenshots`; no journey.
import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config.js";

export default defineConfig({ ...journeys, testDir: "pictures" });
