import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/problem';
import { en } from '../i18n/en';
import { detailsOf, explain } from './messages';
import { prefs } from './prefs.svelte';

describe('explain', () => {
  it('says what each code of the service means, in the language of the person', () => {
    prefs.set({ language: 'en' });
    const codes = [
      ...['malformed', 'invalid_input', 'media', 'refused', 'too_large', 'unsupported_type'],
      ...['not_found', 'unauthenticated', 'foreign_origin', 'unknown_host', 'busy', 'cancelled'],
      ...['request_timeout', 'queue_full', 'quota_exceeded', 'provider_key', 'unavailable'],
      ...['interrupted', 'disk_full', 'timeout'],
    ];
    for (const code of codes) {
      const text = explain({ code, detail: 'x' });
      expect(text, code).not.toBe(en.err_internal);
      expect(text, code).not.toMatch(/[{}]/);
    }
    expect(explain({ code: 'something_new', detail: '' })).toBe(en.err_internal);
    prefs.set({ language: 'ru' });
    expect(explain({ code: 'refused', detail: '' })).toMatch(/[а-я]/);
    prefs.set({ language: 'en' });
  });

  it('says that nobody answers where nobody does', () => {
    expect(explain(new ApiError(0, {}))).toBe(en.err_server);
  });
});

describe('detailsOf', () => {
  it('gives the words of the service with its mistakes and its hint', () => {
    const error = new ApiError(422, {
      code: 'invalid_input',
      detail: 'the body is wrong',
      hint: 'see /docs',
      errors: [{ pointer: '#/name', detail: 'too long' }],
    });
    expect(detailsOf(error)).toBe('the body is wrong · #/name: too long · see /docs');
  });
});
