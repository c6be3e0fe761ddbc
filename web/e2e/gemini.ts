import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { freePort } from './ports';
import { fakeGemini } from './programs';

/** What is answered instead of the server behind. */
export interface Answer {
  status: number;
  body: object;
}

/** The model declines a prompt. */
export const REFUSED: Answer = {
  status: 200,
  body: { promptFeedback: { blockReason: 'SAFETY' } },
};

/** The quota of the day is used up. */
export const USED_UP: Answer = {
  status: 429,
  body: {
    error: {
      code: 429,
      message: 'You exceeded your current quota.',
      status: 'RESOURCE_EXHAUSTED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
          violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel', quotaValue: '100' }],
        },
      ],
    },
  },
};

export const KEY = 'test-key';

/** Gemini, as far as the service can tell: a real server behind, and what a test wants before it. */
export class Gemini {
  /** What the call for a picture gets instead of one, by the words of its request. */
  instead: (request: string) => Answer | null = () => null;
  /** How many pictures may still be drawn, and who waits until it is more. */
  #allowed = Infinity;
  #waiting: (() => void)[] = [];
  #port = 0;
  #behind = 0;
  #server: Server | null = null;
  #process: ChildProcess | null = null;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    [this.#port, this.#behind] = [await freePort(), await freePort()];
    const args = ['--port', String(this.#behind), '--key', KEY];
    this.#process = spawn(fakeGemini, args, { stdio: 'ignore' });
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => {
      this.#server?.listen(this.#port, '127.0.0.1', () => resolve());
    });
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#process?.kill();
  }

  /** How many calls for pictures have been held so far and not answered. */
  get held(): number {
    return this.#waiting.length;
  }

  /** Draws no picture from now on, until `allow` says so. */
  hold(): void {
    this.#allowed = 0;
  }

  /** Lets so many of the pictures be drawn that are held, or will be asked for. */
  allow(pictures = Infinity): void {
    this.#allowed += pictures;
    const waiting = this.#waiting.splice(0);
    waiting.forEach((goOn) => goOn());
  }

  async #turn(): Promise<void> {
    while (this.#allowed <= 0) await new Promise<void>((goOn) => this.#waiting.push(goOn));
    this.#allowed -= 1;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const words = body.toString('utf8');
    const isPicture = /"IMAGE"/i.test(words);
    if (isPicture) await this.#turn();
    const instead = isPicture ? this.instead(words) : null;
    if (instead) {
      response.writeHead(instead.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(instead.body));
      return;
    }
    try {
      const headers = { ...request.headers } as Record<string, string>;
      delete headers.host;
      delete headers.connection;
      delete headers['content-length'];
      delete headers['transfer-encoding'];
      const answer = await fetch(`http://127.0.0.1:${this.#behind}${request.url ?? '/'}`, {
        method: request.method,
        headers,
        body: body.length > 0 ? body : undefined,
      });
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'application/json',
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  }
}
