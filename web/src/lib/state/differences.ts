/** A piece of text that both sides have, or only one. */
export interface Piece {
  text: string;
  side: 'both' | 'old' | 'new';
}

/** What must be taken from `before` and added to it to get `after`, word by word. */
export function differences(before: string, after: string): Piece[] {
  const [a, b] = [wordsIn(before), wordsIn(after)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(a.length, b.length) - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end += 1;
  }
  const pieces: Piece[] = [];
  const put = (side: Piece['side'], words: readonly string[]) => {
    const last = pieces.at(-1);
    const text = words.join('');
    if (!text) return;
    if (last?.side === side) last.text += text;
    else pieces.push({ side, text });
  };
  put('both', a.slice(0, start));
  between(a.slice(start, a.length - end), b.slice(start, b.length - end), put);
  put('both', a.slice(a.length - end));
  return pieces;
}

/** Words, each with the space after it. */
const wordsIn = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];

/** The longest row of words that both have; what is not in it was taken or added. */
function between(
  a: readonly string[],
  b: readonly string[],
  put: (side: Piece['side'], words: readonly string[]) => void,
): void {
  // Two texts without anything in common are not searched word by word.
  if (a.length * b.length > 4_000_000) {
    put('old', a);
    put('new', b);
    return;
  }
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const isSame = a[i]?.trim() === b[j]?.trim();
      longest[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i]?.trim() === b[j]?.trim()) {
      put('both', [b[j] ?? '']);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      put('old', [a[i] ?? '']);
      i += 1;
    } else {
      put('new', [b[j] ?? '']);
      j += 1;
    }
  }
  put('old', a.slice(i));
  put('new', b.slice(j));
}
