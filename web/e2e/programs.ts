import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const folder = process.env.CARGO_TARGET_DIR ?? '../target';

/** The program under test; its debug build shows the page that was built into `dist`. */
export const reelcraft = resolve(process.env.REELCRAFT_BIN ?? join(folder, 'debug/reelcraft'));

/** A server that answers as Gemini does; built beside it. */
export const fakeGemini = resolve(
  process.env.FAKE_GEMINI_BIN ?? join(dirname(reelcraft), 'examples/fake_gemini'),
);

for (const program of [reelcraft, fakeGemini]) {
  if (!existsSync(program)) throw new Error(`${program} is not built: run make e2e`);
}
