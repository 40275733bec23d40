// A hub with demo data for each test file: the real program on free ports with its own data folder, started by the
// first test that asks for it and taken away after the last. What a test changes, the next one in the file sees.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 20_000;

export interface HubOptions {
  /** More arguments of `clienthub demo`, for example ["--numbers", "200"]. */
  arguments?: string[];
  /** More environment, for example the database. */
  environment?: Record<string, string>;
}

export class Hub {
  url = "";
  sandboxUrl = "";
  /** The WABA that is not connected yet, and its token. */
  wabaId = "";
  token = "";
  private program?: ChildProcess;
  private said: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly options: HubOptions,
  ) {}

  static async start(options: HubOptions = {}): Promise<Hub> {
    const hub = new Hub(await mkdtemp(join(tmpdir(), "clienthub-e2e-")), options);
    try {
      await hub.run("127.0.0.1:0", "127.0.0.1:0");
    } catch (error) {
      await hub.remove();
      throw error;
    }
    return hub;
  }

  /** Ends the program as an operator does; its data stay. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends the program as a power cut does. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Starts it again on the same ports and data. */
  async restart(): Promise<void> {
    await this.end("SIGTERM");
    await this.run(new URL(this.url).host, new URL(this.sandboxUrl).host);
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What it printed so far, for a failing test. */
  output(): string {
    return this.said.join("\n");
  }

  private async run(listen: string, sandboxListen: string): Promise<void> {
    const binary = process.env.CLIENTHUB_BIN;
    if (!binary) {
      throw new Error("CLIENTHUB_BIN is not set; run `cargo xtask e2e`");
    }
    const flags = ["--listen", listen, "--sandbox-listen", sandboxListen, "--data-dir", this.folder];
    const program = spawn(binary, ["demo", ...flags, ...(this.options.arguments ?? [])], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.options.environment },
    });
    this.program = program;
    createInterface({ input: program.stderr! }).on("line", (line) => this.said.push(line));

    const deadline = Date.now() + READY_WITHIN_MS;
    const printed = new Map<string, string>();
    const complete = new Promise<void>((resolve, reject) => {
      createInterface({ input: program.stdout! }).on("line", (line) => {
        this.said.push(line);
        const [, word, value] = /^\s*(hub|sandbox|waba|token)\s+(\S+)/.exec(line) ?? [];
        if (word && value) {
          printed.set(word, value);
        }
        if (printed.size === 4) {
          resolve();
        }
      });
      program.once("error", reject);
      program.once("exit", (code, signal) => reject(this.failure(`ended (${code ?? signal})`)));
      setTimeout(() => reject(this.failure("did not print its addresses")), READY_WITHIN_MS).unref();
    });
    await complete;
    this.url = printed.get("hub")!.replace(/\/$/, "");
    this.sandboxUrl = printed.get("sandbox")!.replace(/\/$/, "");
    this.wabaId = printed.get("waba")!;
    this.token = printed.get("token")!;
    await this.ready(deadline);
  }

  private async ready(deadline: number): Promise<void> {
    let last = "no answer";
    while (Date.now() < deadline) {
      try {
        const answer = await fetch(`${this.url}/readyz`);
        if (answer.status === 200) {
          return;
        }
        last = `${answer.status}`;
      } catch (error) {
        last = String(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw this.failure(`/readyz did not say 200 (${last})`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const program = this.program;
    this.program = undefined;
    if (!program || program.exitCode !== null || program.signalCode !== null) {
      return;
    }
    const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
    program.kill(signal);
    const patience = setTimeout(() => program.kill("SIGKILL"), STOPPED_WITHIN_MS);
    await ended;
    clearTimeout(patience);
  }

  private failure(what: string): Error {
    return new Error(`clienthub demo ${what}\n${this.output()}`);
  }
}

interface TestFixtures {
  /** Attaches the program's output to a failed test. */
  hubLog: void;
}

interface FileFixtures {
  /** Of the hub that the tests of this file share; `test.use({ hubOptions: … })` at the top of the file. */
  hubOptions: HubOptions;
  hubs: { forFile(file: string, options: HubOptions): Promise<Hub> };
}

/** Playwright's `test`, with a running hub for the file. */
export const test = base.extend<TestFixtures & { hub: Hub }, FileFixtures>({
  hubOptions: [{}, { option: true, scope: "worker" }],
  hubs: [
    async ({}, use) => {
      let current: { file: string; hub: Hub } | undefined;
      await use({
        async forFile(file, options) {
          if (current?.file !== file) {
            await current?.hub.remove();
            current = undefined;
            current = { file, hub: await Hub.start(options) };
          }
          return current.hub;
        },
      });
      await current?.hub.remove();
    },
    { scope: "worker", timeout: READY_WITHIN_MS + STOPPED_WITHIN_MS },
  ],
  hub: [
    async ({ hubs, hubOptions }, use, info) => {
      await use(await hubs.forFile(info.file, hubOptions));
    },
    { timeout: READY_WITHIN_MS + STOPPED_WITHIN_MS },
  ],
  hubLog: [
    async ({ hub }, use, info) => {
      await use();
      if (info.status !== info.expectedStatus) {
        await info.attach("clienthub.log", { body: hub.output(), contentType: "text/plain" });
      }
    },
    { auto: true },
  ],
  baseURL: async ({ hub }, use) => {
    await use(hub.url);
  },
});

export { expect } from "@playwright/test";
