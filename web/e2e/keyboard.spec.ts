import type { Locator, Page } from '@playwright/test';
import { png } from './pictures';
import { WORDS } from './walk';
import { cardsOf, expect, kept, openedId, prefer, saved, test } from './world';

/** Goes on with the Tab key until something has the focus, which must be seen there. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 150; press += 1) {
    const isThere = await target.evaluate((element) => element === document.activeElement);
    if (isThere) {
      const ring = await target.evaluate((element) => {
        const styles = [element, element.nextElementSibling, element.parentElement];
        return styles.some((one) => one && getComputedStyle(one).outlineStyle !== 'none');
      });
      expect(ring, `no focus ring on ${await target.evaluate((one) => one.outerHTML)}`).toBe(true);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} cannot be reached by keyboard`);
}

/** Everything from a topic to a video, without a mouse. */
test('the whole way by keyboard alone', async ({ page }) => {
  await prefer(page, { language: 'uz', length: 15, quality: 'draft', localHintIsSeen: true });
  const words = WORDS.uz;
  const press = async (target: Locator, key = 'Enter') => {
    await tabTo(page, target);
    await page.keyboard.press(key);
  };
  await page.goto('/');

  // Step 1. The first thing is a way past the header.
  await page.keyboard.press('Tab');
  await expect(page.getByText('Asosiy qismga oʻtish')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main h1')).toBeFocused();
  await tabTo(page, page.getByTestId('topic'));
  await page.keyboard.type('Nega dengiz suvi shoʻr?');
  await press(page.getByTestId('start'));

  // Step 2. A line is changed, moved, and a scene added.
  await expect(page.getByTestId('line').first()).toBeVisible();
  await expect(page.getByTestId('activity-chip')).toBeHidden();
  const lines = page.getByTestId('line-text');
  await tabTo(page, lines.nth(0));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Dengiz suvi nima uchun shoʻr?');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(lines.nth(1)).toHaveValue('Dengiz suvi nima uchun shoʻr?');
  await expect(lines.nth(1)).toBeFocused();
  await press(page.getByTestId('line-menu').nth(1));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('line-menu').nth(1)).toBeFocused();
  const count = await lines.count();
  await page.keyboard.press('Control+Enter');

  // Step 3. A picture is drawn anew, one is brought, a card is moved and opened.
  await expect(page.locator('main h1')).toHaveText('Sahnalar');
  await expect(cardsOf(page, 'ready')).toHaveCount(count, { timeout: 60_000 });
  const card = cardsOf(page).first();
  const before = (await card.locator('img').getAttribute('src')) ?? '';
  await tabTo(page, card);
  await page.keyboard.press('r');
  await expect(card.locator('img')).not.toHaveAttribute('src', before);
  const upload = cardsOf(page).nth(1).getByTestId('scene-upload');
  await tabTo(page, upload);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Enter'),
  ]);
  await chooser.setFiles({
    name: 'wide.png',
    mimeType: 'image/png',
    buffer: png(1600, 900, [40, 120, 90]),
  });
  await tabTo(page, page.getByTestId('crop'));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('+');
  await press(page.getByTestId('crop-take'));
  await expect(cardsOf(page).nth(1).locator('img')).toHaveAttribute('src', /^\/uploads\//);
  await tabTo(page, cardsOf(page).nth(1), 'Shift+Tab');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(card.locator('img')).toHaveAttribute('src', /^\/uploads\//);
  await expect(card).toBeFocused();
  await page.keyboard.press('Enter');
  const detail = page.getByTestId('scene-detail');
  await expect(detail).toBeVisible();
  await tabTo(page, detail.locator('input[name=motion]:checked'));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, detail.getByTestId('transition'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(card).toBeFocused();
  await saved(page);
  const scene = (await kept(page, openedId(page))).document.scene[0];
  expect(scene?.motion).toBe('zoom-in');
  expect(scene?.transition).toBe('cut');
  await press(page.getByTestId('play'), 'Space');
  await expect.poll(async () => Number(await page.getByTestId('scrub').inputValue())).not.toBe(0);
  await page.keyboard.press('Space');
  await press(page.getByTestId('edge-1'), 'ArrowRight');
  await press(page.getByTestId('to-audio'));

  // Step 4. Voice, music, volume.
  await expect(page.locator('main h1')).toBeFocused();
  await press(page.getByTestId('make-voice'));
  await expect(page.getByTestId('to-render')).toBeVisible({ timeout: 60_000 });
  await tabTo(page, page.locator('input[name=music]:checked'), 'Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByTestId('music-volume'));
  await page.keyboard.press('ArrowRight');
  await saved(page);
  expect((await kept(page, openedId(page))).document.music.volume).toBe(0.21);
  await press(page.getByTestId('to-render'));

  // Step 5. Render, play, download.
  await press(page.getByTestId('render'));
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 100_000 });
  const video = page.locator('video');
  await tabTo(page, video);
  await page.keyboard.press('Space');
  const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await expect.poll(time).toBeGreaterThan(0.2);
  await tabTo(page, page.getByTestId('download'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toMatch(/\.mp4$/);
  await expect(page.getByTestId('download')).toHaveText(words.download);
  await page.keyboard.press('Alt+Digit1');
  await expect(page.locator('main h1')).toBeFocused();
  await expect(page).toHaveURL(/\/topic$/);
});

test('the help lists what the keys do, and dialogs give the focus back', async ({ page }) => {
  await prefer(page, { language: 'en' });
  await page.goto('/');
  await page.getByTestId('sample').click();
  await expect(page.getByTestId('save-state')).toBeVisible();
  await page.locator('main h1').focus();
  await page.keyboard.press('Shift+Slash');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Ctrl + Z');
  await expect(dialog).toContainText('Main action');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.locator('main h1')).toBeFocused();
});
