import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../api/client';
import type { Estimate } from '../api/types';
import { library } from './library.svelte';
import { Spending } from './spending.svelte';

const estimate = (usd: number, images: number) =>
  ({ total: { usd, unpriced: 0 }, images: Array.from({ length: images }) }) as unknown as Estimate;

let spending: Spending;
beforeEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  vi.spyOn(library, 'isLocal', 'get').mockReturnValue(false);
  spending = new Spending('3'.repeat(32));
});
const estimated = (usd: number, images: number) =>
  vi.spyOn(api, 'estimate').mockResolvedValue(estimate(usd, images));

describe('Spending', () => {
  it('asks nothing for a few pictures', async () => {
    estimated(0.12, 3);
    expect(await spending.permits('visuals', { redo: true })).toBe(true);
    expect(spending.question).toBeNull();
  });

  it('asks before many pictures are paid for a second time', async () => {
    estimated(0.4, 10);
    const permitted = spending.permits('visuals', { redo: true });
    await vi.waitFor(() => expect(spending.question?.why).toBe('many'));
    spending.question?.answer(false);
    expect(await permitted).toBe(false);
    expect(await spending.permits('visuals', {})).toBe(true);
  });

  it('asks before the limit of the person is passed, and remembers the limit', async () => {
    estimated(0.3, 1);
    spending.spent = 0.8;
    spending.limit = 1;
    const permitted = spending.permits('visuals', {});
    await vi.waitFor(() => expect(spending.question?.why).toBe('limit'));
    spending.question?.answer(true);
    expect(await permitted).toBe(true);
    expect(new Spending(spending.id).limit).toBe(1);
    spending.limit = null;
    expect(await spending.permits('visuals', {})).toBe(true);
  });

  it('never stands in the way when there is no estimate', async () => {
    vi.spyOn(api, 'estimate').mockRejectedValue(new Error('no'));
    spending.limit = 0.01;
    expect(await spending.permits('visuals', { redo: true })).toBe(true);
  });
});
