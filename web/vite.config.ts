import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vitest/config';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';

/** Where the service listens while the page is developed. */
const service = process.env.REELCRAFT_URL ?? 'http://127.0.0.1:8080';
const served = ['/api', '/temp', '/uploads', '/music', '/exports', '/sign-in'];
const proxy = Object.fromEntries(
  served.map((path) => [path, { target: service, changeOrigin: true }]),
);

/** Puts compressed files beside the others: the service sends those that a browser takes. */
const compressed = {
  name: 'compressed',
  apply: 'build' as const,
  closeBundle() {
    for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(js|css|html|svg|txt)$/.test(entry.name)) continue;
      const path = `${entry.parentPath}/${entry.name}`;
      const bytes = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(bytes));
    }
  },
};

export default defineConfig({
  plugins: [svelte(), svelteTesting(), compressed],
  base: '/',
  // Nothing inline: the page runs under a policy that allows neither inline code nor data fonts.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: { proxy },
  // As the service sends it, so that what it forbids is seen before.
  preview: {
    proxy,
    headers: {
      'content-security-policy':
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    },
  },
  test: {
    environment: 'jsdom',
    experimental: { fsModuleCache: true },
    include: ['src/**/*.test.ts'],
    setupFiles: ['./src/test-setup.ts'],
  },
});
