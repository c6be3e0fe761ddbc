import { phonePhoto, png } from './pictures';
import { begin, cardsOf, expect, kept, keptScene, prefer, saved, test } from './world';

test('an empty topic is asked for beside the field, and what is typed is kept', async ({
  page,
}) => {
  await prefer(page, { language: 'uz' });
  await page.goto('/');
  await page.getByTestId('start').click();
  await expect(page.getByText('Mavzuni yozing')).toBeVisible();
  await expect(page.getByTestId('topic')).toBeFocused();
  await expect(page.getByTestId('topic')).toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('topic').fill('Saqlanadigan matn');
  await expect(page.getByText('Mavzuni yozing')).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('topic')).toHaveValue('Saqlanadigan matn');
});

test('a whole article becomes a script on request', async ({ page }) => {
  await prefer(page, { language: 'en' });
  await page.goto('/');
  const sentences = Array.from({ length: 12 }, (_, at) => `Sentence ${at + 1} tells of the sea.`);
  await page.getByTestId('topic').fill(sentences.join('\n') + ' '.repeat(200));
  await page.getByTestId('take-as-script').click();
  await page.getByTestId('start').click();
  await expect(page.getByTestId('line-text')).toHaveCount(12);
  await expect(page.getByTestId('line-text').nth(11)).toHaveValue(sentences[11] ?? '');
});

test('five hundred lines are kept, and one more is refused in words', async ({ page }) => {
  await prefer(page, { language: 'ru' });
  const id = await begin(page, [{ line: '' }]);
  await page.goto(`/#/p/${id}/script`);
  await page.getByTestId('line-text').focus();
  const text = Array.from({ length: 520 }, (_, at) => `Строка ${at + 1}.`).join('\n');
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
  await expect(page.getByTestId('line')).toHaveCount(500);
  await expect(page.getByText('Взято строк: 500 из 520')).toBeVisible();
  await saved(page);
  expect((await kept(page, id)).document.scene).toHaveLength(500);
  await page.getByTestId('line-text').last().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('line')).toHaveCount(500);
  await expect(page.getByText('Сцен может быть не больше 500')).toBeVisible();
});

test('a line of ten thousand characters becomes scenes, and no word is lost', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  const sentence = 'A sentence that is rather long and says something. ';
  await page.getByTestId('line-text').first().fill(sentence.repeat(200));
  await expect(page.getByText('The line was too long')).toBeVisible();
  await saved(page);
  const lines = (await kept(page, id)).document.scene.map((scene) => scene.line);
  expect(lines.every((line) => line.length <= 1000)).toBe(true);
  expect(
    lines
      .slice(0, -2)
      .join(' ')
      .match(/sentence/g),
  ).toHaveLength(200);
});

test('a text that calls itself a picture is told beside its card', async ({ page }) => {
  await prefer(page, { language: 'uz' });
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const [card, other] = [cardsOf(page).nth(0), cardsOf(page).nth(1)];
  await card.getByTestId('scene-file').setInputFiles({
    name: 'text.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('this is no picture'),
  });
  await expect(card.getByTestId('upload-problem')).toHaveText(/mos kelmaydi|oʻqib boʻlmadi/);
  await expect(other.getByTestId('upload-problem')).toBeHidden();
  await expect(card).toHaveAttribute('data-state', 'missing');
  await card.getByTestId('scene-file').setInputFiles({
    name: 'true.png',
    mimeType: 'image/png',
    buffer: png(540, 960, [10, 120, 90]),
  });
  await expect(card).toHaveAttribute('data-state', 'ready');
  await expect(card.getByTestId('upload-problem')).toBeHidden();
});

test('a photo of 40 megapixels stands upright, as the phone has noted', async ({ page }) => {
  await prefer(page, { language: 'en' });
  const id = await begin(page);
  await page.goto(`/#/p/${id}/storyboard`);
  const card = cardsOf(page).first();
  const buffer = await phonePhoto(page);
  await card
    .getByTestId('scene-file')
    .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByTestId('crop-take').click();
  await expect(card).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await saved(page);
  const url = (await keptScene(page, id, 1)).image ?? '';
  const seen = await page.evaluate(async (address) => {
    const bitmap = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(2, 2);
    const context = canvas.getContext('2d')!;
    context.drawImage(bitmap, 0, 0, 2, 2);
    const { data } = context.getImageData(0, 0, 2, 2);
    const isRed = (at: number) => (data[at] ?? 0) > (data[at + 2] ?? 0);
    return { isUpright: bitmap.height > bitmap.width, upper: isRed(0), lower: isRed(12) };
  }, url);
  expect(seen).toEqual({ isUpright: true, upper: true, lower: false });
});

test('a project that is gone says so, with a way home', async ({ page }) => {
  await prefer(page, { language: 'en' });
  await page.goto(`/#/p/${'0'.repeat(32)}/script`);
  await expect(page.getByRole('heading', { name: 'There is no such project' })).toBeVisible();
  await page.locator('main').getByRole('link', { name: 'My projects' }).click();
  await expect(page.getByTestId('topic')).toBeVisible();
});
