// `clienthub serve` with settings of our own, beside a demo whose sandbox plays Meta.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Hub } from "./hub.js";
import { APP } from "./sandbox.js";

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 20_000;

export class Server {
  private program?: ChildProcess;
  private said: string[] = [];

  private constructor(
    readonly url: string,
    private readonly environment: Record<string, string>,
  ) {}

  /** On a free port of this machine and an empty database; ready when this returns. */
  static async start(hub: Pick<Hub, "sandboxUrl">, database: string): Promise<Server> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = new Server(url, {
      CLIENTHUB__SERVER__LISTEN: `127.0.0.1:${port}`,
      CLIENTHUB__SERVER__PUBLIC_URL: url,
      CLIENTHUB__DATABASE__URL: database,
      CLIENTHUB__SECRETS__ROOT_KEY: randomBytes(32).toString("base64"),
      CLIENTHUB__META__BASE_URL: hub.sandboxUrl,
      CLIENTHUB__META__APP_ID: APP.id,
      CLIENTHUB__META__APP_SECRET: APP.secret,
      CLIENTHUB__META__VERIFY_TOKEN: APP.verifyToken,
    });
    try {
      await server.run();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Another command of the program with the same settings; answers what it printed. */
  async command(words: string[], input = ""): Promise<string> {
    const program = spawn(binary(), words, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...this.environment },
    });
    let printed = "";
    let complained = "";
    program.stdout.on("data", (text) => (printed += text));
    program.stderr.on("data", (text) => (complained += text));
    program.stdin.end(input);
    const code = await new Promise((resolve, reject) => {
      program.once("error", reject);
      program.once("close", resolve);
    });
    if (code !== 0) {
      throw new Error(`clienthub ${words.join(" ")} ended with ${code}\n${complained}`);
    }
    return printed.trim();
  }

  async stop(): Promise<void> {
    const program = this.program;
    this.program = undefined;
    if (!program || program.exitCode !== null || program.signalCode !== null) {
      return;
    }
    const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
    program.kill("SIGTERM");
    const patience = setTimeout(() => program.kill("SIGKILL"), STOPPED_WITHIN_MS);
    await ended;
    clearTimeout(patience);
  }

  output(): string {
    return this.said.join("\n");
  }

  private async run(): Promise<void> {
    const program = spawn(binary(), ["serve"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.environment },
    });
    this.program = program;
    for (const stream of [program.stdout, program.stderr]) {
      createInterface({ input: stream }).on("line", (line) => this.said.push(line));
    }
    const deadline = Date.now() + READY_WITHIN_MS;
    let last = "no answer";
    while (Date.now() < deadline && program.exitCode === null) {
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
    throw new Error(`clienthub serve is not ready (${last})\n${this.output()}`);
  }
}

function binary(): string {
  const path = process.env.CLIENTHUB_BIN;
  if (!path) {
    throw new Error("CLIENTHUB_BIN is not set; run `cargo xtask e2e`");
  }
  return path;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
