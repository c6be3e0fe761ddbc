import { begin, expect, kept, LINES, prefer, saved, test } from './world';
import type { Page } from '@playwright/test';

test.beforeEach(({ page }) => prefer(page, { language: 'en' }));

const values = (page: Page) =>
  page
    .getByTestId('line-text')
    .evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));

test('lines are split, joined, moved, removed, and all of it is taken back', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  const lines = page.getByTestId('line-text');
  await expect(lines).toHaveCount(3);

  await lines.nth(0).focus();
  await page.keyboard.press('Home');
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(lines).toHaveCount(4);
  expect((await values(page)).slice(0, 2)).toEqual(['Rivers carry', 'salt to the sea.']);
  await expect(lines.nth(1)).toBeFocused();
  await page.keyboard.press('Backspace');
  await expect(lines).toHaveCount(3);
  expect((await values(page))[0]).toBe('Rivers carry salt to the sea.');

  await lines.nth(2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await values(page)).toEqual([LINES[0]?.line, LINES[2]?.line, LINES[1]?.line]);
  await page.getByTestId('line-menu').nth(0).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(lines).toHaveCount(2);

  for (let step = 0; step < 4; step += 1) await page.getByTestId('undo').click();
  expect(await values(page)).toEqual(LINES.map((line) => line.line));
  for (let step = 0; step < 4; step += 1) await page.getByTestId('redo').click();
  expect(await values(page)).toEqual([LINES[2]?.line, LINES[1]?.line]);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+z');
  expect(await values(page)).toEqual(LINES.map((line) => line.line));
  await saved(page);
  expect((await kept(page, id)).document.scene.map((scene) => scene.line)).toEqual(
    LINES.map((line) => line.line),
  );
});

test('what was done can be taken back after a reload', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  const line = page.getByTestId('line-text').nth(1);
  await line.fill('Something else.');
  await saved(page);
  await page.waitForTimeout(1700);
  await page.reload();
  await expect(line).toHaveValue('Something else.');
  await page.getByTestId('undo').click();
  await expect(line).toHaveValue(LINES[1]?.line ?? '');
});

test('a text of several lines is pasted as scenes', async ({ page }) => {
  const id = await begin(page, [{ line: '' }]);
  await page.goto(`/#/p/${id}/script`);
  const lines = page.getByTestId('line-text');
  await lines.first().focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'One sentence.\n\nAnother one.\nThe last one.');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(lines).toHaveCount(3);
  expect(await values(page)).toEqual(['One sentence.', 'Another one.', 'The last one.']);
});

test('one line is written anew, and the others stay', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  await page.getByTestId('line-menu').nth(1).click();
  await page.getByRole('menuitem', { name: 'Rewrite' }).click();
  await page.getByRole('button', { name: 'shorter' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rewrite' }).click();
  await expect(page.getByTestId('line-text').nth(1)).not.toHaveValue(LINES[1]?.line ?? '');
  const all = await values(page);
  expect([all[0], all[2]]).toEqual([LINES[0]?.line, LINES[2]?.line]);
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('line-text').nth(1)).toHaveValue(LINES[1]?.line ?? '');
});

test('a script that was replaced is compared with the new one and put back', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  await page.getByTestId('line-text').first().fill('Rivers carry very much salt to the sea.');
  await saved(page);
  await page.getByTestId('rewrite-all').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rewrite the script' }).click();
  await expect(page.getByTestId('line-text').first()).not.toHaveValue(/Rivers carry very/);
  await page.getByTestId('script-versions').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByTestId('script-version').filter({ hasText: 'Edited by you' }).click();
  await expect(dialog.locator('ins').first()).toBeVisible();
  await expect(dialog.locator('del').first()).toBeVisible();
  await expect(dialog.getByTestId('script-differences')).toContainText('very much');
  await dialog.getByTestId('script-restore').click();
  await expect(page.getByTestId('line-text')).toHaveCount(3);
  expect((await values(page))[0]).toBe('Rivers carry very much salt to the sea.');
});
