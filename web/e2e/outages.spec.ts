import { REFUSED, USED_UP } from './gemini';
import { noise } from './pictures';
import { begin, cardsOf, expect, kept, LINES, own, prefer, saved, test } from './world';

test.describe('where Gemini draws', () => {
  test.use({ wanted: { gemini: true } });

  test('a picture that failed says why, and is made again alone', async ({ page, service }) => {
    const { gemini } = own(service);
    gemini.instead = (request) =>
      request.includes('mountain') ? REFUSED : request.includes('stones') ? USED_UP : null;
    await prefer(page, { language: 'uz' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/storyboard`);
    const cards = cardsOf(page);
    await expect(page.getByTestId('cost')).toContainText('$');
    await page.getByTestId('make-visuals').click();
    await expect(cardsOf(page, 'failed')).toHaveCount(2, { timeout: 60_000 });
    await expect(cards.nth(1)).toHaveAttribute('data-state', 'ready');
    await expect(cards.nth(0).getByTestId('scene-error')).toContainText('qabul qilmadi');
    await expect(cards.nth(2).getByTestId('scene-error')).toContainText('Limit tugadi');
    await page.reload();
    await expect(cardsOf(page, 'failed')).toHaveCount(2);

    // The prompt is changed, and only this picture is asked for.
    await cards.nth(0).getByRole('button', { name: 'Tavsifni oʻzgartirish' }).click();
    await expect(cards.nth(0).getByTestId('prompt')).toBeFocused();
    await cards.nth(0).getByTestId('prompt').fill('A calm river at dawn');
    await cards.nth(0).getByTestId('scene-regenerate').click();
    await expect(cards.nth(0)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
    await expect(cards.nth(2)).toHaveAttribute('data-state', 'failed');

    gemini.instead = () => null;
    await cards.nth(2).getByTestId('scene-retry').click();
    await expect(cardsOf(page, 'ready')).toHaveCount(3, { timeout: 60_000 });
    await expect(page.getByTestId('spent')).toContainText('$');
  });

  test('all failed ones are made again together', async ({ page, service }) => {
    const { gemini } = own(service);
    gemini.instead = () => REFUSED;
    await prefer(page, { language: 'ru' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/storyboard`);
    await page.getByTestId('make-visuals').click();
    await expect(cardsOf(page, 'failed')).toHaveCount(3, { timeout: 60_000 });
    gemini.instead = () => null;
    await expect(page.getByTestId('retry-failed')).toHaveText('Повторить неудачные (3)');
    await page.getByTestId('retry-failed').click();
    await expect(cardsOf(page, 'ready')).toHaveCount(3, { timeout: 60_000 });
  });

  test('pictures come one by one, over a reload, and can be stopped', async ({ page, service }) => {
    const { gemini } = own(service);
    gemini.hold();
    await prefer(page, { language: 'en' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/storyboard`);
    await page.getByTestId('make-visuals').click();
    await expect(cardsOf(page, 'running')).toHaveCount(3);
    await page.reload();
    await expect(page.getByTestId('activity-chip')).toBeVisible();
    await expect(cardsOf(page, 'running')).toHaveCount(3);
    gemini.allow(1);
    await expect(cardsOf(page, 'ready')).toHaveCount(1);
    await expect(cardsOf(page, 'running')).toHaveCount(2);
    gemini.allow(2);
    await expect(cardsOf(page, 'ready')).toHaveCount(3);

    // The picture there was stays in sight while another one is drawn, and when that is stopped.
    const card = cardsOf(page).first();
    const before = (await card.locator('img').getAttribute('src')) ?? '';
    await card.getByTestId('scene-regenerate').click();
    await expect(card).toHaveAttribute('data-state', 'running');
    await expect(card.locator('img')).toHaveAttribute('src', before);
    await card.getByRole('button', { name: 'Stop' }).click();
    await expect(card).toHaveAttribute('data-state', 'cancelling');
    // What is on its way is waited for: it is paid.
    gemini.allow();
    await expect(card).toHaveAttribute('data-state', 'ready');
    const states = async () => {
      const answer = await page.request.get(`/api/jobs?project=${id}`);
      const { jobs } = (await answer.json()) as { jobs: { state: string }[] };
      return jobs.map((job) => job.state);
    };
    await expect.poll(states).toEqual(['cancelled', 'succeeded']);
  });

  test('a picture that a crash interrupted is told, and is not paid for again unasked', async ({
    page,
    service,
  }) => {
    const { gemini } = own(service);
    gemini.hold();
    await prefer(page, { language: 'uz' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/storyboard`);
    await page.getByTestId('make-visuals').click();
    await expect(cardsOf(page, 'running')).toHaveCount(3);
    await expect.poll(() => gemini.held).toBe(3);
    await own(service).stop();
    await own(service).start();
    const told = page.getByText('Server qayta ishga tushdi').first();
    await expect(told).toBeVisible();
    expect(gemini.held).toBe(3);
    gemini.allow();
    await page.getByTestId('make-visuals').click();
    await expect(cardsOf(page, 'ready')).toHaveCount(3);
  });

  test('the limit of the person is asked about before it is passed', async ({ page, service }) => {
    own(service);
    await prefer(page, { language: 'en' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/storyboard`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Costs' }).click();
    await page.getByTestId('limit').fill('0.01');
    await page.getByTestId('limit').blur();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByTestId('make-visuals').click();
    await expect(page.getByTestId('paid-question')).toContainText('3 images');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect(cardsOf(page, 'missing')).toHaveCount(3);
    await page.getByTestId('make-visuals').click();
    await page.getByTestId('pay').click();
    await expect(cardsOf(page, 'ready')).toHaveCount(3, { timeout: 60_000 });
  });
});

test.describe('where the service is stopped', () => {
  test.use({ wanted: {} });

  test('what is typed meanwhile is kept, and saved when it is back', async ({ page, service }) => {
    await prefer(page, { language: 'uz' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/script`);
    const lines = page.getByTestId('line-text');
    await expect(lines).toHaveCount(3);
    await own(service).stop();
    await lines.nth(0).fill('Xizmat yoʻq paytda yozildi.');
    await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'offline');
    await expect(
      page.getByText('Aloqa uzildi. Oʻzgarishlar shu qurilmada saqlanmoqda'),
    ).toBeVisible();
    await lines.nth(1).fill('Bu ham.');
    await own(service).start();
    await saved(page);
    await expect(page.getByRole('group', { name: 'Aloqa tiklandi' })).toBeVisible();
    expect((await kept(page, id)).document.scene.map((scene) => scene.line)).toEqual([
      'Xizmat yoʻq paytda yozildi.',
      'Bu ham.',
      LINES[2]?.line,
    ]);
  });

  test('what is typed survives the page, too', async ({ page, service }) => {
    await prefer(page, { language: 'en' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/script`);
    const line = page.getByTestId('line-text').first();
    await expect(line).toHaveValue(LINES[0]?.line ?? '');
    await own(service).stop();
    await line.fill('Written while nobody listened.');
    await expect(page.getByTestId('save-state')).toHaveAttribute('data-state', 'offline');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto('about:blank');
    await own(service).start();
    await page.goto(`/#/p/${id}/script`);
    await expect(line).toHaveValue('Written while nobody listened.');
    await saved(page);
    expect((await kept(page, id)).document.scene[0]?.line).toBe('Written while nobody listened.');
  });

  test('a render goes on by itself when it is back', async ({ page, service }) => {
    await prefer(page, { language: 'en', quality: 'draft' });
    const lines = Array.from({ length: 8 }, (_, at) => ({
      line: `This is the line number ${at + 1} of a longer story about the sea and its salt.`,
    }));
    const id = await begin(page, lines);
    await page.goto(`/#/p/${id}/storyboard`);
    await page.getByTestId('make-visuals').click();
    await expect(cardsOf(page, 'ready')).toHaveCount(8, { timeout: 60_000 });
    await page.goto(`/#/p/${id}/render`);
    await page.getByTestId('render').click();
    await expect(page.getByTestId('render-progress')).toContainText(/Frames [1-9]/, {
      timeout: 60_000,
    });
    await own(service).stop();
    await own(service).start();
    await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  });
});

test.describe('where the service stops in the middle of an upload', () => {
  test.use({ wanted: {} });

  test('it is told beside the picture, and can be begun again', async ({
    page,
    context,
    service,
  }) => {
    await prefer(page, { language: 'uz' });
    const id = await begin(page);
    await page.goto(`/#/p/${id}/storyboard`);
    const card = cardsOf(page).first();
    const file = { name: 'big.png', mimeType: 'image/png', buffer: noise(1080, 1920) };
    const network = await context.newCDPSession(page);
    const send = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await network.send('Network.enable');
    await send(300_000);
    await card.getByTestId('scene-file').setInputFiles(file);
    const progress = card.locator('progress');
    const share = () => progress.evaluate((bar: HTMLProgressElement) => bar.value);
    await expect.poll(share).toBeGreaterThan(0.02);
    expect(await share()).toBeLessThan(1);
    await own(service).stop();
    await expect(card.getByTestId('upload-problem')).toHaveText(
      'Server javob bermadi. Ishingiz saqlangan',
    );
    await own(service).start();
    await send(-1);
    await card.getByTestId('scene-file').setInputFiles(file);
    await expect(card).toHaveAttribute('data-state', 'ready');
    await expect(card.getByTestId('upload-problem')).toBeHidden();
  });
});

test.describe('where a token is asked for', () => {
  const token = 'a-token-of-many-letters';
  test.use({ wanted: { token } });

  async function signIn(page: import('@playwright/test').Page) {
    await page.locator('input[name=token]').fill(token);
    await page.locator('button[type=submit]').click();
  }

  test('one signs in, and what was typed outlives the session', async ({ page, context }) => {
    await prefer(page, { language: 'uz' });
    await page.goto('/');
    await page.locator('input[name=token]').fill('a-wrong-token-of-many');
    await page.locator('button[type=submit]').click();
    await expect(page.locator('input[name=token]')).toBeVisible();
    await signIn(page);
    await expect(page.getByTestId('topic')).toBeVisible();
    const id = await begin(page);
    await page.goto(`/#/p/${id}/script`);
    const line = page.getByTestId('line-text').first();
    await expect(line).toHaveValue(LINES[0]?.line ?? '');
    await context.clearCookies();
    await line.fill('Kirish muddati tugaganda yozildi.');
    const banner = page.getByRole('alert').filter({ hasText: 'tokenini soʻraydi' });
    await expect(banner).toBeVisible();
    page.on('dialog', (dialog) => void dialog.accept());
    await banner.getByRole('link', { name: 'Kirish' }).click();
    await signIn(page);
    await page.goto(`/#/p/${id}/script`);
    await expect(line).toHaveValue('Kirish muddati tugaganda yozildi.');
    await saved(page);
    expect((await kept(page, id)).document.scene[0]?.line).toBe(
      'Kirish muddati tugaganda yozildi.',
    );
  });
});
