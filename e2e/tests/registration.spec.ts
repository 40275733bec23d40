// A number's way to *connected*: by SMS, by call, with a PIN of one's own; and what can be done with the PIN afterwards.
import { countEffort } from "../support/effort.js";
import { expect, test } from "../support/hub.js";
import { expectNoReload, mark } from "../support/marker.js";
import { cell, isLive, openNumber } from "../support/numbers.js";
import {
  CATERING,
  FRANKFURT,
  PARIS,
  codeField,
  currentStep,
  expectConnected,
  newestCode,
  openFromList,
  registrationDialog,
  requestCode,
} from "../support/registration.js";
import { Sandbox } from "../support/sandbox.js";
import { DEMO, PASSWORD, openNumbers, signIn } from "../support/signIn.js";
import { toast } from "../support/wabas.js";

test("a newcomer's number is connected by the code of an SMS, live in a second browser", async ({
  page,
  hub,
  browser,
}) => {
  const sandbox = new Sandbox(hub);
  const context = await browser.newContext({ baseURL: hub.url });
  const second = await context.newPage();
  await signIn(second, "viewer@clienthub.example");
  await isLive(second);
  await mark(second);

  const effort = await countEffort(page);
  await page.goto("/");
  await page.getByLabel("E-mail").fill(DEMO);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await openNumbers(page);
  const dialog = await openFromList(page, CATERING, "Request code");
  await expect(dialog.getByRole("radio", { name: "SMS" })).toBeFocused();
  await expect(dialog.getByLabel("Language of the message")).toHaveValue("en");
  await requestCode(dialog);
  await expect(dialog).toContainText(/Meta sent a code by SMS at \d\d:\d\d, language: English\. It is valid until/);
  await expect(currentStep(dialog)).toHaveText("Enter code");
  await expect(dialog.getByRole("timer")).toHaveText(/^0:\d\d$/);
  await expect(dialog.getByRole("button", { name: "SMS: send another code" })).toBeDisabled();
  await expect(cell(second, CATERING.name, "status")).toHaveText("Code requested");

  const code = await newestCode(sandbox, CATERING);
  // As people paste it.
  await codeField(dialog).fill(`${code.slice(0, 3)}-${code.slice(3)}`);
  await expectConnected(dialog);
  await expect(dialog).toContainText("Ready: this number sends and receives");
  const { clicks, fields } = await effort();
  console.log(`from sign-in to connected: ${clicks} clicks, ${fields.length} fields (${fields.join(", ")})`);
  expect(clicks, "clicks from sign-in to connected").toBeLessThanOrEqual(4);
  expect(fields).toEqual(["email", "password", "code"]);

  await expect(cell(second, CATERING.name, "status")).toHaveText("Connected");
  await expect(cell(second, CATERING.name, "next")).toContainText("nothing to do");
  await expectNoReload(second);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  await expect(cell(page, CATERING.name, "status")).toHaveText("Connected");
  await context.close();
});

test("by call, in another language, from the number's page; what is still open is told", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await openNumber(page, PARIS.name);
  await page.getByRole("main").getByRole("button", { name: "Request code" }).click();
  const dialog = registrationDialog(page);
  await dialog.getByRole("radio", { name: "Call" }).check();
  await dialog.getByLabel("Language of the message").selectOption({ label: "French" });
  await requestCode(dialog);
  await expect(dialog).toContainText(/Meta called with a code at \d\d:\d\d, language: French\./);
  const [newest] = await sandbox.inbox(PARIS.id);
  expect(newest).toMatchObject({ method: "VOICE", language: "fr" });
  await codeField(dialog).pressSequentially(newest!.code);
  await expectConnected(dialog);
  await expect(dialog.getByRole("listitem").filter({ hasText: "On behalf not approved" })).toContainText("Needs you");
  await dialog.getByRole("button", { name: "Done" }).click();
  const channel = page.getByRole("region", { name: "WhatsApp channel" });
  await expect(channel).toContainText("Registered");
  await expect(channel).toContainText("At least 1 of 10 attempts");
  await expect(channel).toContainText("Clienthub knows it");
});

test("a verified number begins at the last step; its own PIN is kept, shown and changed", async ({ page }) => {
  await signIn(page);
  const dialog = await openFromList(page, FRANKFURT, "Finish registration");
  await expect(currentStep(dialog)).toHaveText("Register");
  await expect(dialog.getByRole("button", { name: "Register number" })).toBeFocused();
  await expect(dialog.getByLabel("New PIN")).toBeHidden();
  await dialog.getByText("Choose my own PIN").click();
  await dialog.getByLabel("New PIN").fill("4029");
  await dialog.getByRole("button", { name: "Register number" }).click();
  await expect(dialog).toContainText("Six digits are needed.");
  await dialog.getByLabel("New PIN").fill("402 917");
  await dialog.getByText("Choose a data region").click();
  await dialog.getByLabel("Country in which Meta keeps message data").selectOption({ label: "Germany" });
  await dialog.getByRole("button", { name: "Register number" }).click();
  await expectConnected(dialog);
  await dialog.getByRole("link", { name: "Show details" }).click();
  await expect(page.getByRole("heading", { level: 1, name: FRANKFURT.name })).toBeVisible();
  const channel = page.getByRole("region", { name: "WhatsApp channel" });
  await expect(channel).toContainText("Germany");

  await test.step("shown for a password, for 30 seconds", async () => {
    await channel.getByRole("button", { name: "Show PIN…" }).click();
    const show = page.getByRole("dialog", { name: "Show PIN" });
    const password = show.getByLabel("Your password");
    await expect(password).toBeFocused();
    await password.fill("not the password");
    await password.press("Enter");
    await expect(password).toHaveAttribute("aria-invalid", "true");
    await expect(show).not.toContainText("402 917");
    await password.fill(PASSWORD);
    await password.press("Enter");
    await expect(show).toContainText("402 917");
    await expect(show.getByRole("timer")).toHaveText(/^0:[23]\d$/);
    await show.getByRole("button", { name: "Hide now" }).click();
    await expect(show).not.toContainText("402 917");
    await expect(password).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(show).toBeHidden();
  });

  await test.step("changed", async () => {
    await channel.getByRole("button", { name: "Change PIN…" }).click();
    const change = page.getByRole("dialog", { name: "Change PIN" });
    await change.getByLabel("New PIN").fill("731942");
    await change.getByRole("button", { name: "Set PIN" }).click();
    await expect(change).toBeHidden();
    await expect(toast(page, "The PIN is changed.")).toBeVisible();
  });

  await test.step("registered again: it counts", async () => {
    await channel.getByRole("button", { name: "Register again…" }).click();
    const again = page.getByRole("dialog", { name: "Register again" });
    await expect(again).toContainText("it counts as one of Meta’s ten registrations in 72 hours");
    await again.getByRole("button", { name: "Register again" }).click();
    await expect(again.getByRole("heading", { level: 3, name: "Registered again" })).toBeVisible();
    await again.getByRole("button", { name: "Done" }).click();
    await expect(channel).toContainText("At least 2 of 10 attempts");
  });

  await page.getByRole("link", { name: "Activity" }).click();
  for (const row of ["PIN shown", "PIN changed", "Registered at Meta"]) {
    await expect(page.getByRole("main")).toContainText(row);
  }
});
