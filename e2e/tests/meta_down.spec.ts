// Meta down, slow, cut off and talking nonsense; and Meta back.
import type { Locator } from "@playwright/test";
import { showAllAlerts } from "../support/alerts.js";
import { expect, test } from "../support/hub.js";
import { cell, names, openNumber } from "../support/numbers.js";
import { type Fault, Sandbox } from "../support/sandbox.js";
import { signIn } from "../support/signIn.js";
import { openSettings, toast, waba } from "../support/wabas.js";

const EVERYTHING = { path: "/", times: 10_000 };
const BROKEN = { status: 500, code: 2, message: "Service temporarily unavailable", is_transient: true };
const UNREACHABLE = "Meta cannot be reached right now, or gave no usable answer.";
const TOO_SLOW = "Meta did not answer in time.";
/** Asking for a sync is allowed every 30 seconds, and the demo's start counts. */
const SYNC_AGAIN_MS = 40_000;

test.describe.configure({ timeout: 120_000 });

test.afterEach(async ({ hub }) => {
  await new Sandbox(hub).clearFaults();
});

test("Sync of a number says what to do, and the page keeps what it knew", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await openNumber(page, "Birch Bakery Hamburg");
  const channel = page.getByRole("region", { name: "WhatsApp channel" });
  const alert = page.getByRole("main").getByRole("alert");
  const sync: Locator = page.getByRole("button", { name: "Sync now" });

  const trouble: [string, Partial<Fault>, string][] = [
    ["broken", { error: BROKEN }, UNREACHABLE],
    ["cut", { cut: true }, UNREACHABLE],
    ["garbled", { garble: true }, UNREACHABLE],
    ["slow", { delay_ms: 25_000 }, TOO_SLOW],
  ];
  for (const [name, fault, words] of trouble) {
    await test.step(name, async () => {
      await sandbox.fault({ ...EVERYTHING, ...fault });
      await sync.click();
      await expect(alert).toContainText(words, { timeout: 20_000 });
      await expect(channel).toContainText("Connected");
      await expect(sync).toBeEnabled();
      if ("error" in fault) {
        await alert.getByText("What Meta answered").click();
        await expect(alert).toContainText("Service temporarily unavailable");
      }
      await sandbox.clearFaults();
    });
  }

  await sync.click();
  await expect(toast(page, "Birch Bakery Hamburg was read from Meta just now.")).toBeVisible();
  await expect(alert).toBeHidden();
});

test("a WABA that cannot be read keeps its numbers with their age, and recovers by itself", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await openSettings(page);
  const shared = waba(page, "Birch Bakery GmbH");
  const sync = shared.getByRole("button", { name: "Sync" });
  await expect(sync).toBeEnabled({ timeout: SYNC_AGAIN_MS });
  await sandbox.fault({ ...EVERYTHING, error: BROKEN });
  await sync.click();
  await expect(shared).toContainText("Sync failed", { timeout: 20_000 });
  await expect(shared).toContainText(UNREACHABLE);
  await expect(shared).toContainText(/read from Meta (now|.* ago)/);
  await expect(shared).toContainText("Approved");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Numbers/ }).click();
  await expect(names(page)).toHaveCount(14);
  await expect(cell(page, "Birch Bakery Hamburg", "status")).toHaveText("Connected");
  const alerts = await showAllAlerts(page);
  await expect(alerts).toContainText("Birch Bakery GmbH cannot be read at Meta.");
  await expect(alerts).toContainText(/Statuses may be as old as \d/);

  await openNumber(page, "Birch Bakery Hamburg");
  const stale = page.getByRole("status").filter({ hasText: "Last read from Meta" });
  await expect(stale).toContainText(`The last sync of Birch Bakery GmbH failed: ${UNREACHABLE}`);

  await sandbox.clearFaults();
  await expect(stale).toBeHidden({ timeout: 60_000 });
});
