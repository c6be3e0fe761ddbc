import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gemini, KEY } from './gemini';
import { freePort, reachable } from './ports';
import { reelcraft } from './programs';

/** What a test wants of a service of its own. */
export interface Wanted {
  /** Whether Gemini writes, draws and speaks, and not the providers of this machine. */
  gemini?: boolean;
  /** What must be shown to come in. */
  token?: string;
}

/** A service that one test has for itself, and may stop. */
export class Service {
  readonly gemini = new Gemini();
  #wanted: Wanted;
  #port = 0;
  #folder = '';
  #process: ChildProcess | null = null;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async begin(): Promise<void> {
    this.#port = await freePort();
    this.#folder = await mkdtemp(join(tmpdir(), 'reelcraft-e2e-'));
    if (this.#wanted.gemini) await this.gemini.start();
    await this.start();
  }

  async end(): Promise<void> {
    await this.stop();
    this.gemini.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async start(): Promise<void> {
    const { gemini, token } = this.#wanted;
    // What the machine has set is none of a test's business.
    const machine = Object.entries(process.env).filter(
      ([name]) => !/^(GEMINI|GOOGLE|REELCRAFT)_/.test(name),
    );
    const listen = `127.0.0.1:${this.#port}`;
    this.#process = spawn(reelcraft, ['serve', '--listen', listen, '--data-dir', this.#folder], {
      stdio: process.env.SERVICE_LOG ? 'inherit' : 'ignore',
      env: {
        ...Object.fromEntries(machine),
        ...(gemini && { GEMINI_API_KEY: KEY, GEMINI_BASE_URL: this.gemini.url }),
        ...(token && { REELCRAFT_API_TOKEN: token }),
      },
    });
    await reachable(`${this.url}/health/ready`);
  }

  /** Ends it at once, as a crash or a power cut would. */
  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  }
}
