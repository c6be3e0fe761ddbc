import type { ProjectDocument } from '../../lib/api/types';
import type { Language } from '../../lib/state/prefs.svelte';

/** A project that opens with one click, so that everything can be tried at once. */
const LINES: Record<Language, { topic: string; lines: [string, string][] }> = {
  uz: {
    topic: 'Samarqand qogʻozi qanday tayyorlanadi',
    lines: [
      [
        'Ming yil oldin dunyodagi eng yaxshi qogʻoz Samarqandda tayyorlangan.',
        'An old city with turquoise domes at sunrise',
      ],
      ['Uni tut daraxtining poʻstlogʻidan qilishgan.', 'Mulberry branches beside a river'],
      ['Poʻstloq suvda qaynatilib, toʻqmoq bilan urilgan.', 'A water mill with wooden hammers'],
      ['Soʻng yupqa varaqlar quyoshda quritilgan.', 'Sheets of paper drying in the sun'],
      ['Silliqlangan varaqqa siyoh bir tekis yotgan.', 'A hand writing with a reed pen'],
      [
        'Bugun ustalar bu hunarni qaytadan tiriltirishmoqda.',
        'A craftsman holding a sheet of paper to the light',
      ],
    ],
  },
  en: {
    topic: 'How Samarkand paper is made',
    lines: [
      [
        'A thousand years ago the best paper in the world came from Samarkand.',
        'An old city with turquoise domes at sunrise',
      ],
      ['It was made of the bark of the mulberry tree.', 'Mulberry branches beside a river'],
      [
        'The bark was boiled and beaten by hammers that a river drove.',
        'A water mill with wooden hammers',
      ],
      ['Then thin sheets dried in the sun.', 'Sheets of paper drying in the sun'],
      ['On the polished sheets the ink lay smooth and even.', 'A hand writing with a reed pen'],
      [
        'Today craftsmen are bringing this art back to life.',
        'A craftsman holding a sheet of paper to the light',
      ],
    ],
  },
  ru: {
    topic: 'Как делают самаркандскую бумагу',
    lines: [
      [
        'Тысячу лет назад лучшую бумагу в мире делали в Самарканде.',
        'An old city with turquoise domes at sunrise',
      ],
      ['Её делали из коры тутового дерева.', 'Mulberry branches beside a river'],
      ['Кору варили и били молотами, которые двигала река.', 'A water mill with wooden hammers'],
      ['Затем тонкие листы сушили на солнце.', 'Sheets of paper drying in the sun'],
      ['На гладкие листы чернила ложились ровно.', 'A hand writing with a reed pen'],
      [
        'Сегодня мастера возрождают это искусство.',
        'A craftsman holding a sheet of paper to the light',
      ],
    ],
  },
};

export function sampleDocument(language: Language): ProjectDocument {
  const { topic, lines } = LINES[language];
  return {
    reel: { topic, language, format: 'reel', length: 30 },
    music: { track: 'inspirational', volume: 0.2, ducking: true },
    captions: { style: 'word' },
    scene: lines.map(([line, prompt]) => ({ line, prompt })),
  };
}
