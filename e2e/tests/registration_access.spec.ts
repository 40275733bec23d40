// The registration dialog for everybody: who may not use it, without a mouse, on a phone, and by axe in both themes.
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { cell, names, openNumber } from "../support/numbers.js";
import { picture } from "../support/picture.js";
import {
  CATERING,
  FRANKFURT,
  KOELN,
  PARIS,
  codeField,
  expectConnected,
  newestCode,
  openFromList,
  pinField,
  registrationDialog,
  requestCode,
} from "../support/registration.js";
import { Sandbox } from "../support/sandbox.js";
import { PASSWORD, signIn } from "../support/signIn.js";
import { expectBlocked } from "../support/tip.js";
import { fits } from "../support/width.js";

const REASON = "Your role here, Viewer, may not do this. Ask an owner or an admin.";

test("a viewer sees every step and why it may not be taken", async ({ page }) => {
  await signIn(page, "viewer@clienthub.example");
  await expect(names(page)).toHaveCount(14);
  await expectBlocked(page, cell(page, CATERING.name, "next").getByRole("button", { name: "Request code" }), REASON);
  await openNumber(page, FRANKFURT.name);
  await expectBlocked(page, page.getByRole("main").getByRole("button", { name: "Finish registration" }), REASON);
  const channel = page.getByRole("region", { name: "WhatsApp channel" });
  await expectBlocked(page, channel.getByRole("button", { name: "Change PIN…" }), REASON);
});

test("what is not possible yet says why", async ({ page }) => {
  await signIn(page);
  await openNumber(page, FRANKFURT.name);
  const channel = page.getByRole("region", { name: "WhatsApp channel" });
  await expectBlocked(
    page,
    channel.getByRole("button", { name: "Change PIN…" }),
    "Register the number first; its PIN is set then.",
  );
});

test("by the keyboard alone", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  const keys = page.keyboard;
  await signIn(page);
  const open = cell(page, CATERING.name, "next").getByRole("button", { name: "Request code" });
  await tabTo(page, open);
  await keys.press("Enter");
  const dialog = registrationDialog(page);
  await expect(dialog.getByRole("radio", { name: "SMS" })).toBeFocused();
  await keys.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();

  await keys.press("Enter");
  await expect(dialog.getByRole("radio", { name: "SMS" })).toBeFocused();
  await keys.press("ArrowRight");
  await expect(dialog.getByRole("radio", { name: "Call" })).toBeChecked();
  await tabTo(page, dialog.getByLabel("Language of the message"));
  await keys.type("Span");
  await keys.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Request code" }));
  await keys.press("Enter");
  await expect(codeField(dialog)).toBeFocused();

  await test.step("closing keeps it, and the focus finds its button again", async () => {
    await keys.press("Escape");
    await expect(dialog).toBeHidden();
    const finish = cell(page, CATERING.name, "next").getByRole("button", { name: "Finish registration" });
    await expect(finish).toBeFocused();
    await keys.press("Enter");
    await expect(codeField(dialog)).toBeFocused();
  });

  await keys.type(await newestCode(sandbox, CATERING));
  await expectConnected(dialog);
  await expect(dialog.getByRole("heading", { level: 3, name: "Connected" })).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: "Done" }));
  await keys.press("Enter");
  await expect(dialog).toBeHidden();
});

test("on a phone, from the list to connected", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  const row = page.getByRole("list", { name: "Numbers" }).getByRole("listitem").filter({ hasText: KOELN.name });
  await row.getByRole("button", { name: "Request code" }).click();
  const dialog = registrationDialog(page);
  await expect(dialog.getByRole("radio", { name: "SMS" })).toBeFocused();
  await fits(page);
  const foot = async () => {
    const box = await dialog.locator(".modal-box").boundingBox();
    return box && Math.round(box.y + box.height);
  };
  await expect.poll(foot, "a sheet at the bottom").toBe(844);
  await requestCode(dialog);
  await fits(page);
  await codeField(dialog).fill(await newestCode(sandbox, KOELN));
  await expect(pinField(dialog)).toBeFocused();
  await fits(page);
  await pinField(dialog).fill("246810");
  await dialog.getByRole("button", { name: "Register number" }).click();
  await expectConnected(dialog);
  await fits(page);
});

test("every state by axe", async ({ page, hub }) => {
  test.setTimeout(180_000);
  const sandbox = new Sandbox(hub);
  await signIn(page);

  await test.step("the last step with its options, and its warnings", async () => {
    await sandbox.patchPhone(FRANKFURT.id, { registration_calls: 0 });
    const dialog = await openFromList(page, FRANKFURT, "Finish registration");
    await dialog.getByText("Choose my own PIN").click();
    await dialog.getByText("Choose a data region").click();
    await check(page);
    await picture(page, "registration-finish", TWO_LOOKS);
    await page.keyboard.press("Escape");
  });

  await test.step("how the code shall come, and the code", async () => {
    await openNumber(page, PARIS.name);
    await page.getByRole("main").getByRole("button", { name: "Request code" }).click();
    const dialog = registrationDialog(page);
    await expect(dialog.getByRole("radio", { name: "SMS" })).toBeFocused();
    await check(page);
    await picture(page, "registration-request", TWO_LOOKS);
    await requestCode(dialog);
    await codeField(dialog).fill("714");
    await check(page);
    await picture(page, "registration-code", TWO_LOOKS);
  });

  await test.step("a refusal and a wait", async () => {
    const dialog = registrationDialog(page);
    await codeField(dialog).fill("000000");
    await expect(codeField(dialog)).toHaveAttribute("aria-invalid", "true");
    await check(page);
    await picture(page, "registration-wrong", TWO_LOOKS);
    await sandbox.fault({ path: `/${PARIS.id}/verify_code`, method: "POST", refusal: "code_guessed_too_often" });
    await codeField(dialog).fill("000001");
    await expect(dialog.getByRole("alert")).toContainText("You can go on in");
    await check(page);
    await picture(page, "registration-wait", TWO_LOOKS);
    await page.keyboard.press("Escape");
  });

  await test.step("connected, and the PIN", async () => {
    await page.goBack();
    const dialog = await openFromList(page, FRANKFURT, "Finish registration");
    await dialog.getByRole("button", { name: "Register number" }).click();
    await expectConnected(dialog);
    await check(page);
    await picture(page, "registration-connected", TWO_LOOKS);
    await dialog.getByRole("link", { name: "Show details" }).click();
    const channel = page.getByRole("region", { name: "WhatsApp channel" });
    await channel.getByRole("button", { name: "Show PIN…" }).click();
    const show = page.getByRole("dialog", { name: "Show PIN" });
    await show.getByLabel("Your password").fill(PASSWORD);
    await show.getByLabel("Your password").press("Enter");
    await expect(show.getByRole("timer")).toBeVisible();
    await check(page, TWO_LOOKS);
    await show.getByRole("button", { name: "Done" }).click();
    await channel.getByRole("button", { name: "Change PIN…" }).click();
    await expect(page.getByRole("dialog", { name: "Change PIN" })).toBeVisible();
    await check(page, TWO_LOOKS);
    await fits(page);
  });
});
