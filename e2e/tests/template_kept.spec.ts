// Nothing that was typed is lost, and nothing else is sent in its place: two hands, lost answers, pages that are left, two tabs.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/hub.js";
import type { Hub } from "../support/hub.js";
import { Sandbox } from "../support/sandbox.js";
import { Editor, WABA } from "../support/template_editor.js";
import { stands } from "../support/template_page.js";

const MINE = "Mine, which is a longer text about the bread.";
const THEIRS = "Theirs, which came in between.";

/** Of the template in the API. */
function path(page: Page): string {
  return /(\/orgs\/.*\/templates\/tpl_[^/?]+)/.exec(page.url())![1]!;
}

/** Somebody else saves another text, apart from the page. */
async function changedElsewhere(hub: Hub, context: BrowserContext, page: Page): Promise<void> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = { "content-type": "application/json", origin: hub.url, cookie };
  const body = JSON.stringify({ components: [{ type: "BODY", text: THEIRS }] });
  const answer = await fetch(`${hub.url}/api/v1${path(page)}`, { method: "PATCH", headers, body });
  expect(answer.status).toBe(200);
}

async function bodyAtHub(page: Page): Promise<string> {
  const answer = await page.request.get(`${new URL(page.url()).origin}/api/v1${path(page)}`);
  const { draft, submitted } = await answer.json();
  return (draft ?? submitted).components.find(({ type }: { type: string }) => type === "BODY").text;
}

const send = (page: Page) => page.getByRole("button", { name: "Submit to Meta" }).first();
const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Submit to Meta" });
const sendNow = (page: Page) => dialogOf(page).getByRole("button", { name: "Submit to Meta" });

test("what somebody else wrote is not sent in place of mine", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("two_hands_send");
  // The save that Submit makes finds the other text.
  await page.route(`**/api/v1${path(page)}`, (route) => (route.request().method() === "PATCH" ? route.abort() : route.fallback()));
  await editor.write(MINE);
  await expect(page.getByText(/your changes are kept in this browser/)).toBeVisible();
  await send(page).click();
  await changedElsewhere(hub, context, page);
  await page.unroute(`**/api/v1${path(page)}`);
  await sendNow(page).click();
  await expect(dialogOf(page).getByText(/so nothing was sent/)).toBeVisible();
  await dialogOf(page).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Somebody else has changed this draft.", { exact: true })).toBeVisible();
  await expect(editor.body()).toHaveValue(MINE);
  await expect(send(page)).toHaveAttribute("aria-disabled", "true");
  await expect(send(page)).toHaveAccessibleDescription(/choose first which one stays/);
  expect(await editor.state()).toBe("draft");

  await page.getByRole("button", { name: "Keep mine" }).click();
  await editor.saved();
  await editor.submit();
  expect(await bodyAtHub(page)).toBe(MINE);
});

test("a text that came while the dialog was open is not sent", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("two_hands_late");
  await editor.write(MINE);
  await editor.saved();
  await expect.poll(() => bodyAtHub(page)).toBe(MINE);
  await send(page).click();
  // It reaches the hub between the person's click and the submission; the stream has not told yet.
  const versions: (string | undefined)[] = [];
  await page.route("**/submit", async (route) => {
    versions.push(route.request().headers()["if-match"]);
    await changedElsewhere(hub, context, page);
    await route.continue();
  });
  await sendNow(page).click();
  await expect(dialogOf(page).getByText(/so nothing was sent/)).toBeVisible();
  expect(versions).toEqual([expect.stringMatching(/^"\d+"$/)]);
  await dialogOf(page).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Somebody else has changed this draft.", { exact: true })).toBeVisible();
  await expect(editor.body()).toHaveValue(MINE);
  await page.unroute("**/submit");
  await page.getByRole("button", { name: "Keep mine" }).click();
  await expect.poll(() => bodyAtHub(page)).toBe(MINE);
  await editor.submit();
  expect(await bodyAtHub(page)).toBe(MINE);
});

test("Submit waits for the save that runs, and sends what was typed after it", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("slow_saves");
  let saves = 0;
  await page.route(`**/api/v1${path(page)}`, async (route) => {
    if (route.request().method() === "PATCH") {
      saves += 1;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
    await route.fallback();
  });
  await editor.write("The first text, whose save takes its time.");
  await expect(page.getByText("saving…")).toBeVisible();
  await editor.write(MINE);
  await editor.submit();
  expect(saves).toBe(2);
  expect(await bodyAtHub(page)).toBe(MINE);
});

test("a submission without Meta's answer is not called sent", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("no_answer_yet");
  await page.route("**/submit", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ status: 202, json: { ...(await answer.json()), sending: true } });
  });
  await editor.submit();
  await expect(page.getByText("no_answer_yet is on its way to Meta.")).toBeVisible();
  await expect(page.getByText("was sent. Meta is reviewing it.")).toBeHidden();
});

test("a second click finds the dialog open", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("clicked_twice");
  await send(page).dblclick();
  await expect(dialogOf(page)).toBeVisible();
  await page.waitForTimeout(600);
  await expect(dialogOf(page)).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(dialogOf(page)).toBeHidden();
});

test("what came back can be thrown away after it was saved, and is told of no longer than that helps", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("came_back");
  const before = await editor.body().inputValue();
  const patched = `**/api/v1${path(page)}`;
  const back = page.getByText("Your unsaved changes are back.");
  const comesBack = async () => {
    await page.route(patched, (route) => (route.request().method() === "PATCH" ? route.abort() : route.fallback()));
    await editor.write(MINE);
    await expect(page.getByText(/your changes are kept in this browser/)).toBeVisible();
    page.once("dialog", (asked) => void asked.accept());
    await page.reload();
    await page.unroute(patched);
    await expect(back).toBeVisible();
    await expect.poll(() => bodyAtHub(page)).toBe(MINE);
    await expect(back).toBeVisible();
  };
  await comesBack();
  await page.getByRole("button", { name: "Discard them" }).click();
  await expect(back).toBeHidden();
  await expect(editor.body()).toHaveValue(before);
  await expect.poll(() => bodyAtHub(page)).toBe(before);

  await comesBack();
  await editor.write(`${MINE} And more.`);
  await expect.poll(() => bodyAtHub(page)).toBe(`${MINE} And more.`);
  await expect(back).toBeHidden();
});

test("a draft whose first answer was lost is the same draft", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  let lost = 0;
  await page.route("**/templates", async (route) => {
    if (route.request().method() === "POST" && lost === 0) {
      lost += 1;
      await route.fetch();
      return route.abort();
    }
    return route.fallback();
  });
  await editor.list();
  const [, templates] = /(.*\/templates)/.exec(page.url())!;
  await page.goto(`${templates}/new?name=lost_answer&language=en_GB`);
  await editor.write("The first text.");
  await expect(page.getByText(/your changes are kept in this browser/)).toBeVisible();
  await editor.write(MINE);
  await editor.saved();
  expect(lost).toBe(1);
  await expect.poll(() => bodyAtHub(page)).toBe(MINE);
});

test("an upload that Meta has forgotten begins anew", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("forgotten_upload");
  await editor.header("Image").click();
  const sandbox = new Sandbox(hub);
  await sandbox.fault({ path: "/upload:*", method: "POST", after_bytes: 300_000 });
  await editor.upload("loaves.png", "image/png", 1_000_000);
  await expect(page.getByText("The upload has stopped.")).toBeVisible({ timeout: 30_000 });
  const error = { code: 100, subcode: 33, message: "Object does not exist" };
  await sandbox.fault({ path: "/upload:*", method: "GET", error });
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("loaves.png")).toBeVisible();
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
});

test("what was typed last is saved when another language is opened", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("left_at_once");
  await page.getByRole("button", { name: "Add language" }).click();
  await page.getByRole("dialog").getByLabel("Language").selectOption("de");
  await page.getByRole("dialog").getByRole("button", { name: "Add language" }).click();
  await expect(page.getByRole("region", { name: "To translate" })).toBeVisible();
  const german = path(page);
  await editor.write("Hallo, deine Bestellung ist da.");
  await page.getByRole("navigation", { name: "Languages of this template" }).getByRole("link", { name: "English" }).click();
  await expect(editor.body()).toHaveValue("Hello there, your order is ready for you now.");
  const atHub = async () => (await (await page.request.get(`${hub.url}/api/v1${german}`)).json()).draft.components[0].text;
  await expect.poll(atHub).toBe("Hallo, deine Bestellung ist da.");
  await page.getByRole("navigation", { name: "Languages of this template" }).getByRole("link", { name: "German" }).click();
  await expect(editor.body()).toHaveValue("Hallo, deine Bestellung ist da.");
  await expect(page.getByText("Your unsaved changes are back.")).toBeHidden();
});

test("a browser without room does not say that it keeps anything", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("no_room");
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await context.setOffline(true);
  await editor.write(MINE);
  await expect(page.getByText(/this browser has no room to keep your changes/)).toBeVisible();
  await expect(page.getByText(/your changes are kept in this browser/)).toBeHidden();
});

test("two tabs with new templates keep their own, and a tab that is gone leaves its to the next", async ({ page, hub, context }) => {
  const one = await Editor.signedIn(page, hub);
  await one.list();
  const fresh = `${page.url()}/new`;
  const restored = (editor: Editor) => editor.page.getByText("Your unsaved changes are back.");
  await page.goto(fresh);
  await one.write("Of the first tab.");
  const other = new Editor(await context.newPage(), "");
  await other.page.goto(fresh);
  await expect(other.body()).toHaveValue("");
  await other.write("Of the second tab.");
  await expect.poll(() => other.page.evaluate(() => JSON.stringify(localStorage))).toContain("Of the second tab.");

  for (const [editor, text] of [
    [one, "Of the first tab."],
    [other, "Of the second tab."],
  ] as const) {
    editor.page.on("dialog", (dialog) => dialog.accept());
    await editor.page.reload();
    await expect(restored(editor)).toBeVisible();
    await expect(editor.body()).toHaveValue(text);
  }

  // A crash: nothing of the page runs any more.
  await other.page.close({ runBeforeUnload: false });
  const named = new Editor(await context.newPage(), "");
  await named.page.goto(`${fresh}?name=of_another_name`);
  await expect(named.body()).toHaveValue("");
  await named.page.close();
  const next = new Editor(await context.newPage(), "");
  await next.page.goto(fresh);
  await expect(restored(next)).toBeVisible();
  await expect(next.body()).toHaveValue("Of the second tab.");
});

test("an address with another name leaves what the tab had", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  const fresh = `${page.url()}/new`;
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(fresh);
  await page.getByLabel("Name", { exact: true }).fill("begun_here");
  await editor.write("Begun and not finished.");
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain("not finished");
  await page.goto(`${fresh}?name=something_else`);
  await expect(editor.body()).toHaveValue("");
  await page.goto(`${fresh}?name=begun_here`);
  await expect(editor.body()).toHaveValue("Begun and not finished.");
});

test("a look at copying the code keeps the apps", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("kept_apps", "de");
  await page.getByLabel("Category", { exact: true }).selectOption("AUTHENTICATION");
  await page.getByText("One tap", { exact: true }).click();
  await page.getByLabel("Package name").fill("com.birch.app");
  await page.getByLabel("Label for filling in").fill("Einsetzen");
  await page.getByText("Copy code", { exact: true }).first().click();
  await expect(page.getByLabel("Package name")).toBeHidden();
  await page.getByText("One tap", { exact: true }).click();
  await expect(page.getByLabel("Package name")).toHaveValue("com.birch.app");
  await expect(page.getByLabel("Label for filling in")).toHaveValue("Einsetzen");
});

test("a phone number that Meta does not take is led to", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("bad_phone");
  const phone = await editor.addButton("Phone");
  await phone.getByLabel("Text").fill("Call the shop");
  await phone.getByLabel("Phone number").fill("+49 40 66969 118");
  const error = { code: 192, message: "(#192) Invalid phone number" };
  await new Sandbox(hub).fault({ path: `/${WABA}/message_templates`, method: "POST", error });
  await send(page).click();
  await sendNow(page).click();
  await dialogOf(page).getByRole("button", { name: "Button 1, Phone number" }).click();
  await expect(phone.getByLabel("Phone number")).toBeFocused();
});

test("a message does not cover Submit on a phone", async ({ page, hub }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const editor = await Editor.signedIn(page, hub);
  await editor.create("seen_submit");
  const kind = page.getByRole("combobox", { name: "Header type" });
  await kind.selectOption("Image");
  await new Sandbox(hub).fault({ path: "/upload:*", method: "POST", delay_ms: 10_000 });
  await editor.upload("loaves.png", "image/png", 10_000);
  await expect(page.getByText("Upload", { exact: true }).or(page.getByText("loaves.png")).first()).toBeVisible();
  await kind.selectOption("None");
  const said = page.getByText(/Sending loaves.png was stopped/);
  await expect(said).toBeVisible();
  const [toast, button] = [await said.boundingBox(), await send(page).last().boundingBox()];
  expect(toast!.y + toast!.height).toBeLessThan(button!.y);
});

test("what Meta decides meanwhile is no other text", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const sandbox = new Sandbox(hub);
  await editor.create("moved_version");
  await editor.submit();
  await stands(page, "In review");
  await page.goto(`${page.url()}/edit`);
  // The page does not hear of it.
  await page.route(`**/api/v1${path(page)}`, (route) => (route.request().method() === "GET" ? route.abort() : route.fallback()));
  const { id } = await sandbox.template(WABA, "moved_version");
  await sandbox.patchTemplate(id, { status: "REJECTED", rejected_reason: "SCAM" });
  await expect.poll(() => editor.state()).toBe("rejected");
  await page.unroute(`**/api/v1${path(page)}`);
  await editor.write(MINE);
  await expect.poll(() => bodyAtHub(page)).toBe(MINE);
  await expect(page.getByText("Somebody else has changed this draft.", { exact: true })).toBeHidden();
});
