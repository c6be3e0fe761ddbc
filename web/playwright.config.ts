import { defineConfig, devices } from '@playwright/test';
import { reelcraft } from './e2e/programs';

const service = 'http://127.0.0.1:18230';

const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const;

export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  // A busy machine is slow; what is right comes in the end.
  expect: { timeout: 20_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: service,
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
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    },
  },
  projects: [
    { name: 'desk', testIgnore: /(phone|budgets|screenshots)\.spec/ },
    { name: 'phone', testMatch: /phone\.spec/, use: phone },
    // Speed is measured when nothing else runs.
    { name: 'budgets', testMatch: /budgets\.spec/, dependencies: ['desk', 'phone'] },
    { name: 'screenshots', testMatch: /screenshots\.spec/ },
  ],
  webServer: {
    command: `${reelcraft} serve --listen 127.0.0.1:18230 --data-dir test-results/data`,
    url: `${service}/health/ready`,
    env: { GEMINI_API_KEY: '', GOOGLE_API_KEY: '', REELCRAFT_API_TOKEN: '' },
    stdout: 'ignore',
    stderr: 'ignore',
  },
});
