// What goes wrong on the way to *connected*: wrong codes and the wait after them, a PIN from elsewhere, a slow Meta, a tab
// that is closed in the middle.
import { expect, test } from "../support/hub.js";
import { cell, isLive, openNumber, orgPath } from "../support/numbers.js";
import {
  CATERING,
  FRANKFURT,
  KOELN,
  KOELN_PIN,
  PARIS,
  codeField,
  currentStep,
  expectConnected,
  newestCode,
  openFromList,
  pinField,
  registrationDialog,
  requestCode,
  wrong,
} from "../support/registration.js";
import { Sandbox } from "../support/sandbox.js";
import { signIn } from "../support/signIn.js";

/** Meta's third refusal in a row, with a wait that a journey can sit out; what the hub does with hours it does with these. */
const WAIT = {
  code: 136025,
  subcode: 2388093,
  message: "Too many wrong codes. Wait 8 seconds before trying again.",
};

test("wrong codes until the number must wait; then a new code", async ({ page, hub }) => {
  test.setTimeout(150_000);
  const sandbox = new Sandbox(hub);
  await signIn(page);
  const dialog = await openFromList(page, CATERING, "Request code");
  await requestCode(dialog);
  const code = await newestCode(sandbox, CATERING);
  const field = codeField(dialog);

  await field.pressSequentially(wrong(code));
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(dialog).toContainText("Meta does not accept this code: it is wrong or has expired.");
  await expect(field).toBeFocused();
  // The refused digits are selected: typing replaces them.
  await page.keyboard.press("1");
  await expect(field).toHaveValue("1");
  await expect(field).not.toHaveAttribute("aria-invalid", "true");

  await sandbox.fault({ path: `/${CATERING.id}/verify_code`, method: "POST", error: WAIT });
  await field.fill(wrong(code));
  const notice = dialog.getByRole("alert");
  await expect(notice).toContainText("Too many wrong codes.");
  await expect(notice).toContainText(/You can go on in 0:0\d, at about \d\d:\d\d\./);
  await notice.getByText("What Meta answered").click();
  await expect(notice).toContainText("136025 / 2388093");
  await expect(notice).toContainText("Trace id");
  await expect(field).toHaveJSProperty("readOnly", true);
  await expect(dialog.getByRole("button", { name: "Verify and register" })).toHaveAttribute("aria-disabled", "true");

  await test.step("who closes and opens it sees the same", async () => {
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await openNumber(page, CATERING.name);
    await page.getByRole("main").getByRole("button", { name: "Show the wait" }).click();
    await expect(registrationDialog(page).getByRole("alert")).toContainText(/You can go on in 0:0\d/);
  });

  await test.step("after the wait a new code connects it", async () => {
    await expect(currentStep(dialog)).toHaveText("Request code", { timeout: 20_000 });
    await expect(notice).toBeHidden();
    // The hub lets a minute pass between two codes.
    const send = dialog.getByRole("button", { name: "Request code" });
    await send.click();
    await expect(dialog.getByRole("alert")).toContainText("A code was asked for a moment ago.");
    await expect(async () => {
      await send.click();
      await expect(codeField(dialog)).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 75_000, intervals: [5_000] });
    await codeField(dialog).fill(await newestCode(sandbox, CATERING));
    await expectConnected(dialog);
  });
});

test("a PIN that was set elsewhere is asked for; wrong, then right", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  const dialog = await openFromList(page, KOELN, "Request code");
  await expect(dialog.getByRole("list", { name: "Steps" })).toContainText("Enter PIN");
  await requestCode(dialog);
  await codeField(dialog).fill(await newestCode(sandbox, KOELN));
  await expect(currentStep(dialog)).toHaveText("Enter PIN");
  await expect(dialog).toContainText("Meta also holds a PIN for it that was set elsewhere");
  const pin = pinField(dialog);
  await expect(pin).toBeFocused();

  // Every try counts: nothing is sent before the button.
  await pin.fill("111111");
  await expect(pin).not.toHaveAttribute("aria-invalid", "true");
  await pin.press("Enter");
  await expect(pin).toHaveAttribute("aria-invalid", "true");
  await expect(dialog).toContainText("Meta holds another PIN for this number.");
  await expect(dialog).toContainText(/At least \d of 10 registrations in 72 hours are used\./);
  await expect(pin).toBeFocused();

  await pin.fill(KOELN_PIN);
  await dialog.getByRole("button", { name: "Register number" }).click();
  await expectConnected(dialog);
});

test("Meta is slow: the stream ends it, and others see whose step runs", async ({ page, hub, browser }) => {
  test.setTimeout(120_000);
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await isLive(page);
  const context = await browser.newContext({ baseURL: hub.url });
  const second = await context.newPage();
  await signIn(second);

  await sandbox.fault({ path: `/${FRANKFURT.id}/register`, method: "POST", delay_ms: 18_000 });
  const dialog = await openFromList(page, FRANKFURT, "Finish registration");
  const other = await openFromList(second, FRANKFURT, "Finish registration");
  await dialog.getByRole("button", { name: "Register number" }).click();
  await expect(other).toContainText(/Mara Lindt began a step at \d\d:\d\d\./);
  await expect(other.getByRole("button", { name: "Register number" })).toHaveAttribute("aria-disabled", "true");
  await expect(dialog).toContainText("Meta takes longer than usual.", { timeout: 20_000 });
  await expectConnectedSoon(dialog);
  await expectConnectedSoon(other);
  await expect(cell(page, FRANKFURT.name, "status")).toHaveText("Connected");
  await context.close();

  async function expectConnectedSoon(one: typeof dialog) {
    await expect(one.getByRole("heading", { level: 3, name: "Connected" })).toBeVisible({ timeout: 20_000 });
  }
});

test("a tab that is closed in the middle is taken up where it was", async ({ page, hub, context }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  const list = page.url();
  await page.goto(`${orgPath(page)}/numbers`);
  await openNumber(page, PARIS.name);
  await page.getByRole("main").getByRole("button", { name: "Request code" }).click();
  await requestCode(registrationDialog(page));
  await codeField(registrationDialog(page)).fill("12");
  await page.close();

  const next = await context.newPage();
  await next.goto(list);
  await openNumber(next, PARIS.name);
  await next.getByRole("main").getByRole("button", { name: "Finish registration" }).click();
  const dialog = registrationDialog(next);
  await expect(currentStep(dialog)).toHaveText("Enter code");
  await expect(dialog).toContainText("Meta sent a code by SMS");
  await codeField(dialog).fill(await newestCode(sandbox, PARIS));
  await expectConnected(dialog);
});
