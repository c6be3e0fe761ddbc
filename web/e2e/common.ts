import { readFileSync } from 'node:fs';
import { Service } from './service';

/** Starts the service that most tests share; gives what stops it when all have ended. */
export default async function start(): Promise<() => Promise<void>> {
  const service = new Service({});
  await service.begin();
  const page = await (await fetch(service.url)).text();
  if (page !== readFileSync('dist/index.html', 'utf8')) {
    await service.end();
    throw new Error('the program contains another page than `dist`: run make e2e');
  }
  process.env.REELCRAFT_E2E_URL = service.url;
  return () => service.end();
}
