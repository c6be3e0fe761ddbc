import { png } from './pictures';
import { begin, cardsOf, expect, kept, keptScene, LINES, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en' }));

test('cards are moved by keyboard and by mouse, and Escape puts them back', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const cards = cardsOf(page);
  await cards.nth(0).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(cards.nth(1)).toContainText(LINES[0]?.line ?? '');
  await expect(cards.nth(1)).toBeFocused();
  await saved(page);
  expect((await keptScene(page, id, 2)).line).toBe(LINES[0]?.line);

  const handle = cards.nth(0).locator('[data-handle]');
  const target = await cards.nth(2).boundingBox();
  const drag = async () => {
    await handle.hover();
    await page.mouse.down();
    await page.mouse.move((target?.x ?? 0) + 60, (target?.y ?? 0) + 200, { steps: 8 });
  };
  await drag();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(cards.nth(0)).toContainText(LINES[1]?.line ?? '');
  await drag();
  await page.mouse.up();
  await expect(cards.nth(2)).toContainText(LINES[1]?.line ?? '');
});

test('an older picture is restored, and a lock keeps it', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  const old = (await keptScene(page, id, 1)).image ?? '';
  await work(page, id, 'visuals', { scenes: [1], redo: true });
  await page.goto(`/#/p/${id}/storyboard/1`);
  await page.getByTestId('version').first().click();
  await page.getByTestId('compare').click();
  await expect(page.getByTestId('sides').locator('img').nth(1)).toHaveAttribute('src', old);
  await page.getByTestId('restore').click();
  await page.keyboard.press('Escape');
  const card = cardsOf(page).first();
  const picture = card.locator('img');
  await expect(picture).toHaveAttribute('src', old);
  await page.getByTestId('undo').click();
  await expect(picture).not.toHaveAttribute('src', old);
  await card.getByTestId('version-before').click();
  await expect(picture).toHaveAttribute('src', old);
  await card.focus();
  await page.keyboard.press(']');
  await expect(picture).not.toHaveAttribute('src', old);
  await page.keyboard.press('[');
  await expect(picture).toHaveAttribute('src', old);
  await saved(page);
  expect((await keptScene(page, id, 1)).image).toBe(old);
  await page.keyboard.press('l');
  await expect(card.getByTestId('scene-regenerate')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('r');
  await expect(card).toHaveAttribute('data-state', 'ready');
});

test('focus, motion, its strength and the transition are set and kept', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/storyboard/1`);
  const detail = page.getByTestId('scene-detail');
  const point = detail.getByTestId('focus');
  await expect(point.locator('.part')).toBeVisible();
  const box = await point.boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.25, (box?.y ?? 0) + 40);
  await point.press('Shift+ArrowDown');
  await detail.getByRole('radio', { name: 'Left' }).check({ force: true });
  await detail.getByTestId('strength').fill('0.8');
  await detail.getByTestId('transition').selectOption('wipe-left');
  await saved(page);
  const scene = await keptScene(page, id, 1);
  expect(scene).toMatchObject({ motion: 'pan-left', transition: 'wipe-left', strength: 0.8 });
  expect(scene.focus?.[0]).toBeCloseTo(0.25, 1);
  expect(scene.focus?.[1]).toBeCloseTo(40 / (box?.height ?? 1) + 0.1, 1);
});

test('a scene is never shorter than its voice', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/storyboard/1`);
  const field = page.getByTestId('duration');
  await field.fill('0.5');
  await field.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be shorter' })).toBeVisible();
  await field.fill('7.5');
  await field.press('Enter');
  await saved(page);
  expect((await keptScene(page, id, 1)).duration).toBe(7.5);
});

test('the edge between two scenes is moved by keys on the timeline', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/storyboard`);
  const edge = page.getByTestId('edge-1');
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(edge).toHaveAttribute('aria-valuenow', String(Math.round((before + 0.5) * 10) / 10));
  await saved(page);
  expect((await keptScene(page, id, 1)).duration).toBeCloseTo(before + 0.5, 1);
  await page.getByTestId('strip-fold').click();
  await expect(edge).toBeHidden();
});

test('a picture of another shape is cut as the person says', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const [first, second] = [cardsOf(page).nth(0), cardsOf(page).nth(1)];
  const file = { name: 'wide.png', mimeType: 'image/png', buffer: png(1600, 900, [20, 90, 160]) };
  await first.getByTestId('scene-file').setInputFiles(file);
  const crop = page.getByTestId('crop');
  await crop.focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press('Shift+ArrowLeft');
  await page.getByTestId('crop-take').click();
  await expect(first.locator('img')).toHaveAttribute('src', /^\/uploads\//);
  await saved(page);
  expect((await keptScene(page, id, 1)).focus).toEqual([0.3, 0.5]);

  await second.getByTestId('scene-file').setInputFiles(file);
  await page.getByTestId('crop-nearer').click();
  await page.getByTestId('crop-take').click();
  const picture = second.locator('img');
  await expect(picture).toHaveAttribute('src', /^\/uploads\//);
  const size = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(size).toEqual([405, 720]);

  await second.getByTestId('scene-file').setInputFiles(file);
  const source = await picture.getAttribute('src');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(picture).toHaveAttribute('src', source ?? '');
});

test('scenes are chosen in a row, and done with together', async ({ page }) => {
  const lines = Array.from({ length: 5 }, (_, at) => ({ line: `Line ${at + 1}.` }));
  const id = await begin(page, lines);
  await page.goto(`/#/p/${id}/storyboard`);
  const boxes = page.getByTestId('scene-select');
  await boxes.nth(1).click();
  await boxes.nth(3).click({ modifiers: ['Shift'] });
  await expect(page.getByTestId('selected')).toHaveText('3 selected');
  await page.getByTestId('lock-selected').click();
  await saved(page);
  const locks = async () => (await kept(page, id)).document.scene.map((scene) => !!scene.locked);
  expect(await locks()).toEqual([false, true, true, true, false]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('selected')).toBeHidden();

  await cardsOf(page).nth(0).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByTestId('selected')).toHaveText('2 selected');
  await page.keyboard.press('Control+a');
  await expect(page.getByTestId('selected')).toHaveText('5 selected');
  await page.getByTestId('bulk').getByRole('button', { name: 'Delete' }).click();
  await expect(cardsOf(page)).toHaveCount(0);
  await page.getByRole('group', { name: '5 scenes deleted' }).getByText('Undo').click();
  await expect(cardsOf(page)).toHaveCount(5);
});

test('a new look leaves the pictures there are, and marks them', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/storyboard`);
  const cards = cardsOf(page);
  const before = await cards.first().locator('img').getAttribute('src');
  await page.getByTestId('look').click();
  await page.getByTestId('look-ink').check({ force: true });
  await expect(page.getByTestId('look-note')).toContainText('3 images');
  await page.getByTestId('look-take').click();
  await expect(cardsOf(page, 'stale')).toHaveCount(3);
  await expect(cards.first().locator('img')).toHaveAttribute('src', before ?? '');
  expect((await kept(page, id)).document.reel.style).toContain('ink');
  await cards.first().getByTestId('accept').click();
  await expect(cards.first()).toHaveAttribute('data-state', 'ready');
  // It is the service that knows it: every window shows the same.
  expect((await kept(page, id)).states.scenes[0]?.image).toBe('current');
  await page.getByTestId('redo-stale').click();
  await expect(cardsOf(page, 'ready')).toHaveCount(3);
  await expect(cards.first().locator('img')).toHaveAttribute('src', before ?? '');
});

test('the board is a grid of cards or a list', async ({ page }) => {
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const cards = cardsOf(page);
  const tops = () =>
    cards.evaluateAll((all) => new Set(all.map((one) => (one as HTMLElement).offsetTop)).size);
  await expect(cards).toHaveCount(3);
  expect(await tops()).toBeLessThan(3);
  await page.getByRole('radio', { name: 'List' }).check({ force: true });
  await expect.poll(tops).toBe(3);
  await page.reload();
  await expect.poll(tops).toBe(3);
});
