import { begin, cardsOf, expect, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en', quality: 'draft' }));

test('a render is stopped, and a later one encodes only what was changed', async ({ page }) => {
  const lines = Array.from({ length: 6 }, (_, at) => ({
    line: `This is the line number ${at + 1} of a longer story about the sea.`,
  }));
  const id = await begin(page, lines);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/render`);
  await page.getByTestId('render').click();
  await page.getByTestId('render-stop').click();
  await expect(page.getByTestId('render-progress')).toBeHidden();
  const jobs = (await (await page.request.get(`/api/jobs?project=${id}`)).json()) as {
    jobs: { kind: string; state: string }[];
  };
  expect(jobs.jobs[0]).toMatchObject({ kind: 'render', state: 'cancelled' });
  await expect(page.getByTestId('result')).toBeHidden();

  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  await page.goto(`/#/p/${id}/storyboard/6`);
  await page
    .getByTestId('scene-detail')
    .getByRole('radio', { name: 'Still' })
    .check({ force: true });
  await page.keyboard.press('Escape');
  await saved(page);
  await page.getByTestId('step-render').click();
  await page.getByTestId('render').click();
  await expect(page.getByTestId('reused')).toBeVisible({ timeout: 100_000 });
  const reused = Number(/\d+/.exec(await page.getByTestId('reused').innerText())?.[0]);
  expect(reused).toBeGreaterThan(50);
  expect(reused).toBeLessThan(100);
});

test('what is missing is said before a render, with a way to it', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals', { scenes: [1, 3] });
  await page.goto(`/#/p/${id}/render`);
  await expect(page.getByTestId('render')).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Scene 2 has no image')).toBeVisible();
  await page.getByRole('link', { name: 'Fix' }).first().click();
  await expect(cardsOf(page, 'missing')).toHaveCount(1);
});

test('the preview follows the plan and the voice', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await work(page, id, 'voiceover');
  await page.goto(`/#/p/${id}/audio`);
  await expect(page.getByTestId('timeline')).toBeVisible();
  const stage = page.getByTestId('preview').locator('[data-scene]');
  await page.getByTestId('play').click();
  await expect(stage).toHaveAttribute('data-scene', '2');
  await expect(stage).toHaveAttribute('data-scene', '3');
});
