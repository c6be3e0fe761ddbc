import {
  begin,
  CAPTIONS,
  cardsOf,
  expect,
  kept,
  LINES,
  prefer,
  saved,
  test,
  WITH_CARDS,
  work,
} from './world';
import { walk } from './walk';

test('from a topic to a video on a phone', ({ page }) => walk(page, 'uz'));

test('a card is dragged by a finger, and the page still scrolls everywhere else', async ({
  page,
  context,
}) => {
  await prefer(page, { language: 'uz' });
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const cards = cardsOf(page);
  await expect(cards).toHaveCount(3);
  const touch = await context.newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
    });
  const middle = async (locator: ReturnType<typeof page.locator>) => {
    const box = await locator.boundingBox();
    if (!box) throw new Error('it is not on the page');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  const handle = await middle(cards.nth(0).locator('[data-handle]'));
  const target = await middle(cards.nth(1));
  await finger('touchStart', handle.x, handle.y);
  for (let step = 1; step <= 8; step += 1) {
    await finger('touchMove', handle.x, handle.y + ((target.y + 60 - handle.y) * step) / 8);
  }
  await finger('touchEnd');
  await expect(cards.nth(1)).toContainText(LINES[0]?.line ?? '');
  await saved(page);
  expect((await kept(page, id)).document.scene[1]?.line).toBe(LINES[0]?.line);

  const words = await middle(cards.nth(1).locator('.line'));
  await finger('touchStart', words.x, words.y);
  for (let step = 1; step <= 8; step += 1) await finger('touchMove', words.x, words.y - step * 30);
  await finger('touchEnd');
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
  await expect(cards.nth(1)).toContainText(LINES[0]?.line ?? '');
});

test('nothing is wider than the screen of a phone, in any step', async ({ page }) => {
  const id = await begin(page, WITH_CARDS(LINES), 'uz', 'Dengiz nega shoʻr', CAPTIONS);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await work(page, id, 'render', { quality: 'draft' });
  const tooWide: string[] = [];
  for (const language of ['uz', 'en', 'ru'] as const) {
    await page.goto('/');
    await page.evaluate((chosen) => {
      localStorage.setItem('reelcraft.prefs', JSON.stringify({ language: chosen }));
    }, language);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      for (const place of [
        '',
        'topic',
        'script',
        'storyboard',
        'storyboard/1',
        'audio',
        'render',
      ]) {
        await page.goto(place ? `/#/p/${id}/${place}` : '/');
        await page.reload();
        await expect(page.locator('main h1')).toBeVisible();
        await page.evaluate(() => document.fonts.ready);
        const folded = page.locator('main details:not([open]) > summary');
        while ((await folded.count()) > 0) await folded.first().click();
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) tooWide.push(`${language} ${width} ${place || 'start'}: ${over}px`);
      }
    }
  }
  expect(tooWide).toEqual([]);
});
