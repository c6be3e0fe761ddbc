import { begin, expect, kept, prefer, saved, test } from './world';

test('two windows: what does not collide is put together, what does is asked', async ({
  page,
  context,
}) => {
  await prefer(page, { language: 'en' });
  const id = await begin(page);
  const other = await context.newPage();
  await prefer(other, { language: 'en' });
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
  await other.getByTestId('line-text').nth(2).fill('Only theirs.');
  await expect(other.getByTestId('save-state')).toHaveAttribute('data-state', 'offline');
  await page.getByTestId('line-text').nth(1).fill('My words.');
  await saved(page);
  await other.unrouteAll();
  await other.getByRole('button', { name: 'Compare' }).click();
  const dialog = other.getByRole('dialog');
  await expect(dialog).toContainText('Their words.');
  await expect(dialog).toContainText('My words.');
  await other.keyboard.press('Escape');
  await other.getByRole('button', { name: 'Keep mine' }).click();
  await saved(other);
  await expect(page.getByTestId('line-text').nth(1)).toHaveValue('Their words.');
  await expect(page.getByTestId('line-text').nth(2)).toHaveValue('Only theirs.');
  expect((await kept(page, id)).document.scene.map((scene) => scene.line)).toEqual([
    'From the first window.',
    'Their words.',
    'Only theirs.',
  ]);
});
