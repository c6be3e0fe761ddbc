import { begin, expect, kept, LINES, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en' }));

test('lines are split, joined, moved, removed, and all of it is taken back', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  const lines = page.getByTestId('line-text');
  await expect(lines).toHaveCount(3);
  const values = () =>
    lines.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));

  await lines.nth(0).focus();
  await page.keyboard.press('Home');
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(lines).toHaveCount(4);
  expect((await values()).slice(0, 2)).toEqual(['Rivers carry', 'salt to the sea.']);
  await page.keyboard.press('Backspace');
  await expect(lines).toHaveCount(3);
  expect((await values())[0]).toBe('Rivers carry salt to the sea.');

  await lines.nth(2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await values()).toEqual([LINES[0]?.line, LINES[2]?.line, LINES[1]?.line]);
  await page.getByTestId('line-menu').nth(0).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(lines).toHaveCount(2);

  for (let step = 0; step < 4; step += 1) await page.getByTestId('undo').click();
  expect(await values()).toEqual(LINES.map((line) => line.line));
  await saved(page);
  // What was done survives a reload, and can still be done again or taken back.
  await page.getByTestId('line-text').nth(1).fill('Something else.');
  await saved(page);
  await page.waitForTimeout(1700);
  await page.reload();
  await expect(lines.nth(1)).toHaveValue('Something else.');
  await page.getByTestId('undo').click();
  await expect(lines.nth(1)).toHaveValue(LINES[1]?.line ?? '');
});

test('cards are moved by keyboard and by mouse, and Escape puts them back', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const cards = page.getByTestId('scene-card');
  await cards.nth(0).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(cards.nth(1)).toContainText(LINES[0]?.line ?? '');
  await expect(cards.nth(1)).toBeFocused();
  await saved(page);
  await expect
    .poll(async () => (await kept(page, id)).document.scene[1]?.line)
    .toBe(LINES[0]?.line);

  const handle = cards.nth(0).locator('[data-handle]');
  const target = await cards.nth(2).boundingBox();
  await handle.hover();
  await page.mouse.down();
  await page.mouse.move((target?.x ?? 0) + 60, (target?.y ?? 0) + 200, { steps: 8 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(cards.nth(0)).toContainText(LINES[1]?.line ?? '');
  await handle.hover();
  await page.mouse.down();
  await page.mouse.move((target?.x ?? 0) + 60, (target?.y ?? 0) + 200, { steps: 8 });
  await page.mouse.up();
  await expect(cards.nth(2)).toContainText(LINES[1]?.line ?? '');
});

test('an older picture is restored, and a lock keeps it', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  const old = (await kept(page, id)).document.scene[0]?.image ?? '';
  await work(page, id, 'visuals', { scenes: [1], redo: true });
  await page.goto(`/#/p/${id}/storyboard/1`);
  await page.getByTestId('version').first().click();
  await page.getByTestId('restore').click();
  await page.keyboard.press('Escape');
  const card = page.getByTestId('scene-card').first();
  await expect(card.locator('img')).toHaveAttribute('src', old);
  await page.getByTestId('undo').click();
  await expect(card.locator('img')).not.toHaveAttribute('src', old);
  await card.getByTestId('version-before').click();
  await expect(card.locator('img')).toHaveAttribute('src', old);
  await card.focus();
  await page.keyboard.press('l');
  await expect(card.getByTestId('scene-regenerate')).toHaveAttribute('aria-disabled', 'true');
});

test('focus, motion and transition are set and kept', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/storyboard/1`);
  const detail = page.getByTestId('scene-detail');
  const box = await detail.getByTestId('focus').boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.25, (box?.y ?? 0) + 40);
  await detail.getByRole('radio', { name: 'Left' }).check({ force: true });
  await detail.getByTestId('transition').selectOption('wipe-left');
  await saved(page);
  const scene = (await kept(page, id)).document.scene[0] as Record<string, unknown>;
  expect(scene).toMatchObject({ motion: 'pan-left', transition: 'wipe-left' });
  expect((scene.focus as number[])[0]).toBeCloseTo(0.25, 1);
});

test('two windows: what does not collide is put together, what does is asked', async ({
  page,
  context,
}) => {
  const id = await begin(page);
  const other = await context.newPage();
  for (const one of [page, other]) {
    await one.goto(`/#/p/${id}/script`);
    await expect(one.getByTestId('line-text')).toHaveCount(3);
  }
  await page.getByTestId('line-text').nth(0).fill('From the first window.');
  await saved(page);
  await expect(other.getByTestId('line-text').nth(0)).toHaveValue('From the first window.');

  // Both change the same words while the second one is cut off.
  await other.route(`**/api/projects/${id}`, (route) => route.abort());
  await other.route(`**/api/projects/${id}/events`, (route) => route.abort());
  await other.getByTestId('line-text').nth(1).fill('Their words.');
  await page.getByTestId('line-text').nth(1).fill('My words.');
  await saved(page);
  await expect(other.getByTestId('save-state')).toHaveAttribute('data-state', 'offline');
  await other.unrouteAll();
  const mine = other.getByRole('button', { name: 'Keep mine' });
  await mine.click({ timeout: 20_000 });
  await saved(other);
  await expect(page.getByTestId('line-text').nth(1)).toHaveValue('Their words.');
});

test('a render is stopped, and a later one reuses what was encoded', async ({ page }) => {
  test.setTimeout(180_000);
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/render`);
  await page.getByTestId('render').click();
  await page.getByTestId('render-stop').click();
  await expect(page.getByTestId('render')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 120_000 });
  await page.goto(`/#/p/${id}/storyboard/3`);
  await page
    .getByTestId('scene-detail')
    .getByRole('radio', { name: 'Still' })
    .check({ force: true });
  await page.keyboard.press('Escape');
  await saved(page);
  await page.getByTestId('step-render').click();
  await page.getByTestId('render').click();
  await expect(page.getByTestId('reused')).toBeVisible({ timeout: 120_000 });
});

test('bad input is told beside the thing, and nothing typed is lost', async ({ page }) => {
  await page.goto('/');
  await page.getByTestId('start').click();
  await expect(page.getByText('Enter a topic')).toBeVisible();
  await expect(page.getByTestId('topic')).toBeFocused();
  await page.getByTestId('topic').fill('Something to keep');
  await page.reload();
  await expect(page.getByTestId('topic')).toHaveValue('Something to keep');

  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const card = page.getByTestId('scene-card').first();
  await card.getByTestId('scene-file').setInputFiles({
    name: 'text.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('this is no picture'),
  });
  await expect(card.getByRole('alert')).toBeVisible();
  await expect(card.getByRole('alert')).not.toContainText('{');

  await page.goto(`/#/p/${id}/script`);
  await page.getByTestId('line-text').first().fill('A sentence that is long. '.repeat(400));
  await saved(page);
  expect((await kept(page, id)).document.scene.every((scene) => scene.line.length <= 1000)).toBe(
    true,
  );
  await page.goto(`/#/p/${'0'.repeat(32)}/script`);
  await expect(page.getByRole('heading', { name: 'There is no such project' })).toBeVisible();
});
