// What happens to a template at Meta's, seen on its page: a pause that is lifted or ends, texts that follow each other, a rejection.
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { expectNoReload, mark } from "../support/marker.js";
import { Sandbox } from "../support/sandbox.js";
import { Editor, WABA } from "../support/template_editor.js";
import { stands, version } from "../support/template_page.js";
import { chip } from "../support/templates.js";
import { toast } from "../support/wabas.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

test("a pause is lifted from the page, once Meta allows it", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const sandbox = new Sandbox(hub);
  await editor.list();
  await chip(page, "summer_breads", "German").click();
  await expect(page.getByText("Meta has paused it.")).toBeVisible();
  const lift = page.getByRole("button", { name: "Lift the pause" });
  await expect(lift).toHaveAttribute("aria-disabled", "true");
  await expect(lift).toHaveAccessibleDescription(/^Meta allows it in \d/);
  await check(page, TWO_LOOKS);

  // The demo's template is paused already; so Meta's word of it comes as late as the journey wants.
  const { id, fields } = await sandbox.template(WABA, "summer_breads");
  await sandbox.patchTemplate(id, { pause: "RATE_LIMITING" });
  await sandbox.advanceClock(10 * MINUTE);
  await mark(page);
  const value = {
    event: "PAUSED",
    message_template_id: Number(id),
    message_template_name: fields.name,
    message_template_language: fields.language,
    reason: null,
    other_info: { title: "RATE_LIMITING_PAUSE" },
  };
  await sandbox.sendLate(hub, { waba_id: WABA, field: "message_template_status_update", value }, 10 * MINUTE);
  await expect(lift).not.toHaveAttribute("aria-disabled");
  await expect(page.getByText("It stays paused until somebody lifts it.")).toBeVisible();
  await lift.click();
  await expect(toast(page, "summer_breads is sent again.")).toBeVisible();
  await stands(page, "Approved");
  await expect(page.getByText("Meta has paused it.")).toBeHidden();
  await expectNoReload(page);
  expect((await sandbox.template(WABA, "summer_breads")).fields.status).toBe("APPROVED");
});

test("a picture that Meta has is on the phone wherever the template is", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const pictures = () => page.locator(".phone img").evaluateAll((all: HTMLImageElement[]) => all.map((one) => one.naturalWidth));
  await editor.list();
  await chip(page, "summer_breads", "German").click();
  await expect.poll(pictures).toEqual([640]);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(editor.body()).toBeVisible();
  await expect.poll(pictures).toEqual([640]);

  // What is no picture, or gone, is an icon, as it is before a file is chosen.
  await page.route("**/media?address=*", (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await expect(editor.preview().getByRole("img", { name: "Image" })).toBeVisible();
  await expect.poll(pictures).toEqual([]);
});

test("a picture that Meta has is uploaded again for an edit, by one click", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  await chip(page, "summer_breads", "German").click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByText("The file that Meta has")).toBeVisible();
  // Nothing is wrong with what nobody has changed.
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
  await editor.write("Der Sommer ist da, {{1}}! Probier unsere neuen Brote mit Tomate.");
  await expect(page.getByText("takes it only when it is uploaded again").first()).toBeVisible();
  await check(page, TWO_LOOKS);
  await page.getByRole("button", { name: "Upload it again" }).click();
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
  await expect(page.getByText(/^sample\.(png|jpeg)$/)).toBeVisible();
  const picture = editor.preview().locator(".phone img");
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);

  await page.route("**/media?address=*", (route) => route.fulfill({ status: 404 }));
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Upload it again" }).click();
  await expect(page.getByText("Meta no longer gives this file. Choose it again.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload it again" })).toBeVisible();
});

test("the first text is compared with the second, and is the draft again", async ({ page, hub }) => {
  const [first, second] = ["Hello there, your order is ready for you now.", "Your order waits for you in the shop until six."];
  const name = "two_texts_review_hold";
  const editor = await Editor.signedIn(page, hub);
  await editor.create(name);
  await editor.submitUntilApproved(hub, name);
  await expect(version(page, 1)).toContainText(first);
  await expect(page.getByRole("button", { name: "Compare versions" })).toBeHidden();

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(editor.body()).toHaveValue(first);
  await editor.write(second);
  await editor.submitUntilApproved(hub, name);
  await expect(version(page, 2)).toContainText(second);
  await expect(version(page, 2).getByRole("button")).toHaveCount(0);
  await page.getByRole("button", { name: "Compare versions" }).click();
  const versions = page.getByRole("region", { name: "Versions", exact: true });
  await expect(versions.getByLabel("Before")).toHaveValue("1");
  await expect(versions.getByLabel("After")).toHaveValue("2");
  const difference = versions.getByRole("listitem").filter({ hasText: "Body · Text" });
  await expect(difference).toContainText(`Before:${first}`);
  await expect(difference).toContainText(`After:${second}`);
  await check(page, TWO_LOOKS);
  await versions.getByLabel("Before").selectOption("2");
  await expect(versions.getByText("They say the same.")).toBeVisible();

  await version(page, 1).getByRole("button", { name: "Make it the draft" }).click();
  await expect(page).toHaveURL(/\/templates\/tpl_[^/]+\/edit$/);
  // Said before the browser loaded another program.
  await expect(page.getByText("Version 1 is the draft now.")).toBeVisible();
  await expect(editor.body()).toHaveValue(first);
  // Meta has the second still, and takes no other text today.
  const send = page.getByRole("button", { name: "Submit to Meta" }).first();
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await expect(send).toHaveAccessibleDescription(/^Meta takes one edit in 24 hours\./);
});

test("a rejection is told in German, as it comes", async ({ browser, hub }) => {
  const context = await browser.newContext({ baseURL: hub.url, locale: "de-DE" });
  const page = await context.newPage();
  // Somebody whose profile has no language.
  const editor = await Editor.signedIn(page, hub, "owner@clienthub.example");
  await editor.list();
  await expect(page.getByRole("heading", { level: 1, name: "Vorlagen" })).toBeVisible();
  const rejected = page.getByRole("alert").filter({ hasText: /weekend_offer wurde in Englisch \(.+\) abgelehnt\./ });
  await expect(rejected).toContainText("Meta lässt die Werbung darin nicht zu.");

  await page.getByRole("row").filter({ hasText: "order_ready" }).getByRole("link", { name: /^Französisch: / }).click();
  const standing = page.getByRole("region", { name: "Wie es um sie steht" });
  await expect(standing.getByText("In Prüfung", { exact: true })).toBeVisible();
  await mark(page);
  const sandbox = new Sandbox(hub);
  const french = (await sandbox.templates(WABA, "order_ready")).find(({ fields }) => fields.language === "fr");
  await sandbox.patchTemplate(french!.id, { status: "REJECTED", rejected_reason: "SCAM" });
  await expect(standing.getByText("Abgelehnt", { exact: true })).toBeVisible();
  const notice = page.getByRole("alert").filter({ hasText: "Meta hat sie abgelehnt." });
  await expect(notice).toContainText("Meta hält den Text für Betrug.");
  await expect(notice).toContainText("abgelehnte Vorlagen lassen sich jederzeit bearbeiten.");
  await expectNoReload(page);
  await context.close();
});

test("a pause for low quality ends by itself", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const sandbox = new Sandbox(hub);
  await editor.list();
  await chip(page, "delivery_on_its_way", "German").click();
  await stands(page, "Approved");
  await mark(page);
  const { id } = await sandbox.template(WABA, "delivery_on_its_way");
  await sandbox.patchTemplate(id, { pause: "QUALITY", quality_score: "RED" });
  await stands(page, "Paused");
  await stands(page, "Low");
  await expect(page.getByText("Its quality was low. Meta sends it again from", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Lift the pause" })).toBeHidden();
  await sandbox.advanceClock(3 * HOUR);
  await stands(page, "Approved");
  await expect(page.getByText("Meta has paused it.")).toBeHidden();
  await expectNoReload(page);
});
