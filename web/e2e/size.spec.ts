import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './world';

test('the code of the page is at most 180 kB', () => {
  const folder = 'dist/assets';
  const code = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const bytes = code.map(
    (name) => gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }).length,
  );
  const total = bytes.reduce((sum, size) => sum + size, 0);
  console.log(`code: ${(total / 1000).toFixed(1)} kB`);
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(180_000);
});
