import { describe, expect, it } from 'vitest';
import { ApiError } from '../lib/api/problem';
import { mistakesOf } from './mistakes';

describe('mistakes of a file of captions', () => {
  it('are told by the line that they are in, in order', () => {
    const error = new ApiError(422, {
      code: 'invalid_input',
      errors: [
        { pointer: '#/subrip', detail: 'line 9: the caption ends before it begins' },
        { pointer: '#/subrip', detail: 'line 2: there is no time' },
        { pointer: '#/subrip', detail: 'there is no caption in the file' },
      ],
    });
    expect(mistakesOf(error)).toEqual([
      { line: null, text: 'there is no caption in the file' },
      { line: 2, text: 'there is no time' },
      { line: 9, text: 'the caption ends before it begins' },
    ]);
    expect(mistakesOf(new ApiError(412, { code: 'changed' }))).toEqual([]);
  });
});
