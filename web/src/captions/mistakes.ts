import type { ApiError } from '../lib/api/problem';

export interface CaptionMistake {
  /** The line of the file, from 1, where it is known. */
  line: number | null;
  text: string;
}

/** The mistakes of a file of captions that was not taken, in the order of its lines. */
export function mistakesOf(error: ApiError): CaptionMistake[] {
  const mistakes = (error.problem.errors ?? []).map(({ pointer, detail }) => {
    const place = /(?:\bline |:)(\d+)/.exec(pointer) ?? /^line (\d+)(?::\d+)?:? */.exec(detail);
    const text = detail.replace(/^line \d+(:\d+)?:? */, '');
    return { line: place ? Number(place[1]) : null, text };
  });
  return mistakes.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
