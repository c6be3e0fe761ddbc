import type { Problem } from './types';

/** Why a request was not answered as it was meant. `code` is stable; `0` is the status of no answer. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? 'no answer');
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'offline' : 'internal');
    this.problem = problem;
  }

  /** Whether the service could not be reached, so that trying again later makes sense. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** The problem details of an answer; anything else becomes a plain error of its status. */
export function problemOf(response: Response, body: unknown): ApiError {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body;
  return new ApiError(response.status, isProblem ? (body as Partial<Problem>) : {});
}

/** Turns whatever was thrown into an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const isNetwork = error instanceof TypeError;
  return new ApiError(isNetwork ? 0 : 500, { detail: String(error) });
}
