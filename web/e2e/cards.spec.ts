import { apart, colourOf, previewFrame, seek, videoFrame } from './frames';
import { begin, cardsOf, expect, keptScene, prefer, saved, test, work } from './world';

test.beforeEach(({ page }) => prefer(page, { language: 'en', quality: 'draft' }));

test('a title card is added, written, and seen on the board, in the preview and the video', async ({
  page,
}) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/storyboard`);
  await page.getByTestId('add-scene').click();
  await page.getByRole('menuitem', { name: 'Title card' }).click();
  const detail = page.getByTestId('scene-detail');
  await expect(detail.getByTestId('card-words')).toHaveValue('Why the sea is salty');
  await detail.getByTestId('card-words').fill('Salt\nand where it comes from');
  await detail.getByTestId('card-ground').fill('#a02020');
  await saved(page);
  await page.keyboard.press('Escape');
  expect(await keptScene(page, id, 1)).toMatchObject({
    card: 'Salt\nand where it comes from',
    background: '#a02020',
  });

  // A card needs neither a line nor a picture: nothing is missing.
  await expect(cardsOf(page, 'ready')).toHaveCount(4);
  await expect(page.getByTestId('to-audio')).toBeVisible();
  const picture = cardsOf(page).first().locator('img');
  await expect(picture).toHaveAttribute('src', /^blob:/);
  const aspect = await picture.evaluate((image: HTMLImageElement) =>
    image.decode().then(() => image.naturalWidth / image.naturalHeight),
  );
  expect(aspect).toBeCloseTo(9 / 16, 2);

  await seek(page, 1);
  const edge = { left: 0.02, top: 0.4, right: 0.1, bottom: 0.6 };
  const isRed = ([red, green, blue]: [number, number, number]) =>
    red > 130 && red < 190 && green < 60 && blue < 60;
  await expect.poll(async () => isRed(colourOf(await previewFrame(page), edge))).toBe(true);
  const middle = { left: 0.2, top: 0.4, right: 0.8, bottom: 0.6 };
  // White letters make the middle lighter than the ground.
  const [, letters] = colourOf(await previewFrame(page), middle);
  const [, ground] = colourOf(await previewFrame(page), edge);
  expect(letters - ground).toBeGreaterThan(15);

  await page.goto(`/#/p/${id}/render`);
  await page.getByTestId('render').click();
  await expect(page.getByTestId('download')).toBeVisible({ timeout: 100_000 });
  const url = (await page.getByTestId('video').locator('video').getAttribute('src')) ?? '';
  await seek(page, 1);
  const made = await videoFrame(page, url, 1 + 0.5 / 30);
  expect(apart(await previewFrame(page), made)).toBeLessThan(6);
});

test('words are put over a picture, and an end card is taken back', async ({ page }) => {
  const id = await begin(page);
  await work(page, id, 'visuals');
  await page.goto(`/#/p/${id}/storyboard/2`);
  await page.getByTestId('card-begin').click();
  await page.getByTestId('card-words').fill('The sun');
  await saved(page);
  const { image } = await keptScene(page, id, 2);
  expect(await keptScene(page, id, 2)).toMatchObject({ card: 'The sun', image });
  await page.getByTestId('card-remove').click();
  await saved(page);
  expect((await keptScene(page, id, 2)).card ?? null).toBeNull();
  await page.keyboard.press('Escape');

  await page.getByTestId('add-scene').click();
  await page.getByRole('menuitem', { name: 'End card' }).click();
  await expect(page.getByTestId('card-words')).toHaveValue('Thanks for watching!\nFollow for more');
  await page.keyboard.press('Escape');
  await expect(cardsOf(page)).toHaveCount(4);
  await page.keyboard.press('Control+z');
  await expect(cardsOf(page)).toHaveCount(3);
});
