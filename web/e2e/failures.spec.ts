import { begin, expect, prefer, test } from './world';

/** Against a server that fails for a third of all calls, as Gemini may. */
test('a picture that failed says why, and is made again alone', async ({ page }) => {
  test.setTimeout(180_000);
  await prefer(page, { language: 'en' });
  const scenes = Array.from({ length: 6 }, (_, at) => ({
    line: `Line number ${at + 1} of the story.`,
    // Of its own each time: what was made once is not made again.
    prompt: `Scene ${at + 1} of ${Date.now()}: a boat on a calm sea`,
  }));
  const id = await begin(page, scenes);
  await page.goto(`/#/p/${id}/storyboard`);
  const cards = page.getByTestId('scene-card');
  await expect(page.getByTestId('cost')).toContainText('$');
  await page.getByTestId('make-visuals').click();
  await expect(cards.first()).toHaveAttribute('data-state', /running|queued/);
  // Work goes on while the page is gone.
  await page.reload();
  await expect(page.getByTestId('activity-chip')).toBeHidden({ timeout: 90_000 });
  for (let turn = 0; turn < 8; turn += 1) {
    const again = page.getByTestId('retry-failed');
    if (!(await again.isVisible())) break;
    const failed = page.locator('[data-testid=scene-card][data-state=failed]');
    if (turn === 0) await page.screenshot({ path: 'test-results/failed.png' });
    const words = await failed.first().getByTestId('scene-error').innerText();
    expect(words).not.toMatch(/[{}[\]]|undefined/);
    await failed.first().getByTestId('scene-retry').click();
    await expect(page.getByTestId('activity-chip')).toBeHidden({ timeout: 90_000 });
    if (!(await again.isVisible())) break;
    await again.click();
    await page.waitForTimeout(500);
    await expect(page.getByTestId('activity-chip')).toBeHidden({ timeout: 90_000 });
  }
  await expect(page.locator('[data-testid=scene-card][data-state=ready]')).toHaveCount(6);
});
