// How long a keystroke takes in the editor, from the key to the frame that shows it, and how long the validator takes in wasm.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/hub.js";
import { signInAtHome } from "../support/signIn.js";

const KEYS = 200;
/** One frame. */
const PROMISE_MS = 16;

const text = (place: number) => `Card ${place}: a loaf with {{1}} that we baked this morning, and much more of it to read here.`;

const card = (place: number) => ({
  components: [
    { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW1hZ2UvcG5n:ARZ"] } },
    { type: "BODY", text: text(place), example: { body_text: [["seeds"]] } },
    {
      type: "BUTTONS",
      buttons: [
        { type: "URL", text: "See it", url: "https://birch.example/p/{{1}}", example: ["https://birch.example/p/7"] },
        { type: "QUICK_REPLY", text: "Keep it for me" },
      ],
    },
  ],
});

const template = {
  name: "ten_cards",
  language: "en_US",
  category: "MARKETING",
  components: [
    { type: "BODY", text: "Hello {{1}}, here are ten loaves of today for you to look at.", example: { body_text: [["Ada"]] } },
    { type: "CAROUSEL", cards: Array.from({ length: 10 }, (_, place) => card(place + 1)) },
  ],
};

/** Types and measures each key until the end of the next frame. */
async function type(page: Page, field: Locator): Promise<number[]> {
  await field.click();
  await page.keyboard.press("End");
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    document.addEventListener(
      "keydown",
      () => {
        const began = performance.now();
        // After the frame's work: a task behind its animation callbacks.
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => times.push(performance.now() - began);
          channel.port2.postMessage(0);
        });
      },
      true,
    );
  });
  for (let count = 0; count < KEYS; count += 1) {
    await page.keyboard.press(count % 8 === 7 ? "Backspace" : "a");
    await page.waitForTimeout(20);
  }
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}

interface Work {
  /** From the key to the end of the frame that shows it, without the wait for that frame. */
  frame: number[];
  /** What follows until the phone shows it too: timers and the next frame, without the waits. */
  after: number[];
}

/** The work of each key alone, without waiting for frames. */
async function work(page: Page, field: Locator): Promise<Work> {
  await field.click();
  await page.keyboard.press("End");
  return field.evaluate(async (element, keys) => {
    const input = element as HTMLTextAreaElement;
    const phone = document.getElementById("preview")!;
    const { port1, port2 } = new MessageChannel();
    const waiting: ((now: number) => void)[] = [];
    port1.onmessage = () => waiting.shift()!(performance.now());
    const task = () =>
      new Promise<number>((resolve) => {
        waiting.push(resolve);
        port2.postMessage(0);
      });
    let timers = 0;
    const { setTimeout } = window;
    const measured = (act: () => void, wait?: number) =>
      setTimeout(() => {
        const began = performance.now();
        act();
        void task().then((now) => (timers += now - began));
      }, wait);
    Object.assign(window, { setTimeout: measured });
    /** Waits for the next frame, and gives its work and that of the timers since the last. */
    const frame = async () => {
      const began = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
      const work = (await task()) - began + timers;
      timers = 0;
      return work;
    };
    const work = { frame: [] as number[], after: [] as number[] };
    for (let count = 0; count < keys; count += 1) {
      const began = performance.now();
      input.setRangeText("a", input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      const handled = (await task()) - began;
      work.frame.push(handled + (await frame()));
      let after = 0;
      do {
        after += await frame();
      } while (!phone.textContent!.includes(input.value.slice(-30)));
      work.after.push(after);
    }
    Object.assign(window, { setTimeout });
    return work;
  }, KEYS);
}

function line(name: string, times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(2).padStart(8);
  const over = times.filter((time) => time > PROMISE_MS).length;
  return `${name.padEnd(44)}${at(0.5)}${at(0.99)}${at(1)}  ms, ${over} of ${times.length} over ${PROMISE_MS}`;
}

test("keystrokes in a carousel of ten cards", async ({ page, hub }) => {
  await signInAtHome(page);
  const path = await page.evaluate(async (body) => {
    const org = location.pathname.split("/")[2];
    const wabas = await (await fetch(`/api/v1/orgs/${org}/wabas`)).json();
    const base = `/orgs/${org}/wabas/${wabas.data[0].id}/templates`;
    const headers = { "content-type": "application/json" };
    const made = await fetch(`/api/v1${base}`, { method: "POST", headers, body: JSON.stringify(body) });
    return `${base}/${(await made.json()).id}/edit`;
  }, template);
  await page.goto(`${hub.url}${path}`);
  const bodies = page.getByRole("textbox", { name: /body/i });
  await expect(bodies.first()).toBeVisible();
  console.log(`${"".padEnd(44)}${"p50".padStart(8)}${"p99".padStart(8)}${"max".padStart(8)}`);
  for (const [name, field] of [
    ["body of the message", bodies.first()],
    ["body of the last card", bodies.last()],
  ] as const) {
    console.log(line(`${name}, key to frame`, await type(page, field)));
    const { frame, after } = await work(page, field);
    console.log(line(`${name}, work of its frame`, frame));
    console.log(line(`${name}, the phone's frame after`, after));
    console.log(line(`${name}, both`, frame.map((time, key) => time + after[key]!)));
  }
});

test("the validator on the largest legal template, in wasm", async ({ page }) => {
  const folder = process.env.CLIENTHUB_VALIDATOR!;
  const files = await readdir(folder);
  await page.route("http://validator.test/**", async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (!files.includes(name)) {
      const body = `<!doctype html><script type="module">import start from "/bench_validator.js"; await start();</script>`;
      return route.fulfill({ contentType: "text/html", body });
    }
    const contentType = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    return route.fulfill({ contentType, body: await readFile(join(folder, name)) });
  });
  await page.goto("http://validator.test/");
  await expect(page).toHaveTitle(/ms/, { timeout: 60_000 });
  console.log(await page.title());
});
