import { defineConfig, devices } from '@playwright/test';

const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/common.ts',
  timeout: 180_000,
  // A busy machine is slow; what is right comes in the end.
  expect: { timeout: 45_000 },
  fullyParallel: true,
  workers: 2,
  // A browser that is starved for a while is no defect of the page.
  retries: 2,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    // Of the service that the set-up has started.
    baseURL: process.env.REELCRAFT_E2E_URL,
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
    // Speed is measured when somebody asks for it, on a machine that does nothing else:
    // `make budgets`.
    ...(process.env.BUDGETS ? [{ name: 'budgets', testMatch: /budgets\.spec/ }] : []),
    // Pictures of every step are taken when somebody asks for them: `make screenshots`.
    ...(process.env.SCREENSHOTS ? [{ name: 'screenshots', testMatch: /screenshots\.spec/ }] : []),
  ],
});
