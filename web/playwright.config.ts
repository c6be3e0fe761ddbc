import { defineConfig, devices, type PlaywrightTestConfig } from '@playwright/test';

type Servers = Extract<PlaywrightTestConfig['webServer'], unknown[]>;

/** The program under test; the page is the one that was built into `dist`. */
const binary = process.env.REELCRAFT_BIN ?? '../target/debug/reelcraft';
const data = process.env.REELCRAFT_TEST_DATA ?? 'test-results/data';
const service = 'http://127.0.0.1:18230';
const page = 'http://127.0.0.1:18231';

/** A server that fails as Gemini does, and a service that asks it: only where it was built. */
const fake = process.env.FAKE_GEMINI_BIN;
const failing: Servers = fake
  ? [
      {
        command: `${fake} --port 18240 --key test-key --image-delay 1 --fail 0.8 --seed 5`,
        port: 18240,
        stdout: 'ignore',
        stderr: 'ignore',
      },
      {
        command: `${binary} serve --listen 127.0.0.1:18241 --data-dir ${data}-failing --origin http://127.0.0.1:18242`,
        url: 'http://127.0.0.1:18241/health/ready',
        env: { GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: 'http://127.0.0.1:18240' },
        stdout: 'ignore',
        stderr: 'ignore',
      },
      {
        command: 'npx vite preview --host 127.0.0.1 --port 18242 --strictPort',
        url: 'http://127.0.0.1:18242',
        env: { REELCRAFT_URL: 'http://127.0.0.1:18241' },
      },
    ]
  : [];

export default defineConfig({
  testDir: 'e2e',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: page,
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
  projects: [
    { name: 'desk', testIgnore: /(screenshots|failures|speed)/ },
    {
      name: 'failures',
      testMatch: fake ? /failures/ : /$^/,
      use: { baseURL: 'http://127.0.0.1:18242' },
    },
    {
      name: 'phone',
      testMatch: /(walk|axe)\.spec/,
      use: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        colorScheme: 'dark',
      },
    },
    // Times are measured on a quiet machine, when somebody asks for them.
    { name: 'speed', testMatch: /speed/ },
    { name: 'screenshots', testMatch: /screenshots/ },
  ],
  webServer: [
    {
      command: `${binary} serve --listen 127.0.0.1:18230 --data-dir ${data} --origin ${page}`,
      url: `${service}/health/ready`,
      env: { GEMINI_API_KEY: '', RUST_LOG: 'warn', REELCRAFT_LOG: 'warn' },
      stdout: 'ignore',
      stderr: 'ignore',
      reuseExistingServer: true,
    },
    {
      command: 'npx vite preview --host 127.0.0.1 --port 18231 --strictPort',
      url: page,
      env: { REELCRAFT_URL: service },
      reuseExistingServer: true,
    },
    ...failing,
  ],
});
