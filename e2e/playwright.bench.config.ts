// Figures of the pages, by `cargo xtask bench editor`; no journey, and nothing here fails for being slow.
import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config.js";

export default defineConfig({ ...journeys, testDir: "benches", workers: 1 });
