// The whole way once on Postgres: `clienthub serve` with settings from the environment, an organisation made by the
// command line, its first visit, and a WABA connected and live. The demo of the file lends its sandbox.
import { check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { cell, isLive, names } from "../support/numbers.js";
import { picture } from "../support/picture.js";
import { Sandbox } from "../support/sandbox.js";
import { Server } from "../support/server.js";
import { signIn } from "../support/signIn.js";
import { sendConnect } from "../support/wabas.js";
import { fits } from "../support/width.js";

const PASSWORD = "a-password-for-postgres";

test.describe.configure({ timeout: 120_000 });

test("sign-in, first visit, connect and live on Postgres", async ({ hub, browser }) => {
  const database = process.env.CLIENTHUB_E2E_POSTGRES;
  if (!database) {
    throw new Error(
      "CLIENTHUB_E2E_POSTGRES is not set: give the address of an empty Postgres database, or run `cargo xtask e2e`, which makes one",
    );
  }
  const server = await Server.start(hub, database);
  try {
    const email = "ada@clienthub.example";
    const org = await server.command(["org", "create", "Alder Books"]);
    expect(org).toMatch(/^org_/);
    await server.command(["user", "create", email, "--name", "Ada Alder"], `${PASSWORD}\n`);
    await server.command(["user", "add-role", email, "--org", org, "--role", "owner"]);
    await server.command(["meta", "subscribe"]);

    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await signIn(page, email, PASSWORD);
    await expect(
      page.getByRole("heading", { name: "Connect your first WhatsApp Business Account" }),
    ).toBeVisible();
    await check(page);
    await fits(page);
    await picture(page, "first-visit");

    await page.getByRole("button", { name: "Connect a WABA" }).last().click();
    await sendConnect(page, hub.wabaId, hub.token);
    await expect(names(page)).toHaveCount(2);
    await expect(cell(page, "Birch Academy", "status")).toHaveText("Connected");
    await expect(page.getByText("2 numbers in 1 WhatsApp Business Account", { exact: true })).toBeVisible();

    await isLive(page);
    await new Sandbox(hub).patchWaba(hub.wabaId, { account_review_status: "PENDING" });
    await expect(cell(page, "Birch Academy", "wabaStatus")).toHaveText("Pending review");
    await context.close();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.stack : error}\nclienthub serve said:\n${server.output()}`);
  } finally {
    await server.stop();
  }
});
