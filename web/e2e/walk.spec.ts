import { test } from './world';
import { walk } from './walk';

for (const language of ['uz', 'en', 'ru'] as const) {
  test(`from a topic to a video: ${language}`, ({ page }) => walk(page, language));
}
