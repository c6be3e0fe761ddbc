import type { Page } from '@playwright/test';
import { en } from '../src/lib/i18n/en';
import { ru } from '../src/lib/i18n/ru';
import { uz } from '../src/lib/i18n/uz';
import { begin, CAPTIONS, expect, LINES, test, WITH_CARDS, work, type Language } from './world';

const DICTS = { uz, en, ru };
type Entry = string | Record<string, string>;
const formsOf = (entry: Entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));

/** Texts of other languages that say nothing in this one. */
function foreignTo(language: Language): Set<string> {
  const own = new Set(Object.values(DICTS[language] as Record<string, Entry>).flatMap(formsOf));
  const others = (['uz', 'en', 'ru'] as const).filter((other) => other !== language);
  return new Set(
    others
      .flatMap((other) => Object.values(DICTS[other] as Record<string, Entry>).flatMap(formsOf))
      .filter((text) => !own.has(text) && !text.includes('{')),
  );
}

/** Everything that is seen or read out, but for the words of the person. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const page = document.documentElement.lang;
    const theirs = `[lang]:not([lang="${page}"]), [translate=no]`;
    const isOurs = (element: Element) => !element.closest(`${theirs}, code, kbd, script, style`);
    const words = [...document.querySelectorAll(theirs)].map((one) => one.textContent?.trim());
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node as HTMLElement;
      if (!isOurs(element)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
        texts.push(element.getAttribute(name) ?? '');
      }
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) texts.push(child.textContent ?? '');
      }
    }
    const ours = (text: string) =>
      words.reduce((left = '', word) => (word ? left.replace(word, '') : left), text) ?? '';
    return texts.map((text) => ours(text).trim()).filter(Boolean);
  });
}

/** Names that are the same everywhere. */
const NAMES =
  /Reelcraft|FFmpeg [\w.+-]+|GEMINI_API_KEY|Gemini|Oʻz\w*|English|Lo-fi|Reel|MB|\.(srt|ttf|otf)|SRT|VTT|ASS|PNG|Montserrat|mp4|API|Enter|Backspace|Esc|Alt|Ctrl|Shift|Del|Space|Why the sea is salty|The sea/g;

for (const language of ['uz', 'en', 'ru'] as const) {
  test(`nothing is left untranslated: ${language}`, async ({ page }) => {
    const foreign = foreignTo(language);
    await page.addInitScript((chosen) => {
      localStorage.setItem('reelcraft.prefs', JSON.stringify({ language: chosen }));
    }, language);
    // The words of the project are in a language that the page is not in.
    const theirs = language === 'uz' ? 'en' : 'uz';
    const id = await begin(page, WITH_CARDS(LINES), theirs, 'Why the sea is salty', CAPTIONS);
    await work(page, id, 'visuals');
    await work(page, id, 'voiceover');
    await work(page, id, 'render', { quality: 'draft' });
    const wrong: string[] = [];
    const look = async (where: string) => {
      for (const text of await textsOf(page)) {
        const rest = text.replaceAll(NAMES, '');
        if (LINES.some(({ line }) => text.includes(line.slice(0, 12)))) continue;
        if (foreign.has(text)) wrong.push(`${where}: “${text}” is of another language`);
        if (/\{\w+\}|undefined|NaN|\[object/.test(text)) wrong.push(`${where}: “${text}”`);
        if (/^[a-z]+(_[a-z]+)+$/.test(text)) wrong.push(`${where}: “${text}” is a key`);
        if (language === 'ru' && /[A-Za-z]{3,}/.test(rest)) wrong.push(`${where}: “${text}”`);
        if (language !== 'ru' && /[А-Яа-я]/.test(text.replace('Русский', '').replace('Ру', ''))) {
          wrong.push(`${where}: “${text}”`);
        }
      }
    };
    await page.goto('/');
    await expect(page.getByTestId('start')).toBeVisible();
    await page.getByTestId('more-options').locator('summary').click();
    await look('start');
    for (const step of [
      'topic',
      'script',
      'storyboard',
      'audio',
      'render',
      'storyboard/1',
      'storyboard/2',
    ]) {
      await page.goto(`/#/p/${id}/${step}`);
      await expect(page.locator('main h1')).toBeAttached();
      if (step === 'storyboard/2') await expect(page.getByTestId('version').first()).toBeVisible();
      const folded = page.locator('main details:not([open]) > summary');
      while ((await folded.count()) > 0) await folded.first().click();
      if (step === 'audio') await expect(page.getByTestId('music-calm')).toBeVisible();
      await look(step);
    }
    for (const key of ['settings', 'shortcuts', 'activity', 'costs'] as const) {
      await page.goto(`/#/p/${id}/script`);
      await page.reload();
      await page.getByRole('button', { name: DICTS[language].more, exact: true }).click();
      await page.getByRole('menuitem', { name: DICTS[language][key] }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look(key);
    }
    expect(wrong).toEqual([]);
  });
}

test('the page speaks the language of the browser first', async ({ browser, baseURL }) => {
  const cases = [
    ['ru-RU', 'Начать'],
    ['uz-UZ', 'Boshlash'],
    ['en-GB', 'Start'],
    ['fr-FR', 'Boshlash'],
  ] as const;
  for (const [locale, start] of cases) {
    const context = await browser.newContext({ locale, baseURL });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByTestId('start')).toHaveText(start);
    await context.close();
  }
});

test('numbers are written as the language does, also where the browser does not know it', async ({
  page,
}) => {
  await page.addInitScript(() => {
    localStorage.setItem('reelcraft.prefs', JSON.stringify({ language: 'uz' }));
  });
  const id = await begin(page);
  await page.goto(`/#/p/${id}/script`);
  await expect(page.getByTestId('total')).toHaveText(/^≈ \d+,\d s$/);
});
