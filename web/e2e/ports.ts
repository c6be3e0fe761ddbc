import { createServer, type AddressInfo } from 'node:net';

/** A port of this machine on which nobody listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Waits until an address answers as it should. */
export async function reachable(url: string, secs = 30): Promise<void> {
  const end = Date.now() + secs * 1000;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // It is not there yet.
    }
    if (Date.now() > end) throw new Error(`nothing answers at ${url} after ${secs} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
