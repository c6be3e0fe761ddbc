import createClient from 'openapi-fetch';
import { asApiError, problemOf } from './problem';
import type { paths } from './schema';
import type { JobKind, ProjectDocument, VoiceChoice, WorkRequest } from './types';

const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that tests can put another one there.
  fetch: (request) => globalThis.fetch(request),
});

/** What was answered; whatever went wrong is thrown as an `ApiError`. */
async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>) {
  try {
    const { data, error, response } = await asked;
    if (response.ok) return data as NonNullable<T>;
    throw problemOf(response, error);
  } catch (error) {
    throw asApiError(error);
  }
}

/** A picture that was answered. */
const blob = async (asked: Parameters<typeof answer>[0]) => (await answer(asked)) as Blob;

/** Where the captions of a project are downloaded. */
export const captionsUrl = (id: string, format: 'srt' | 'vtt' | 'ass') =>
  `/api/projects/${id}/captions/${format}`;

const tag = (revision: number) => ({ 'If-Match': `"${revision}"` });

/** Every operation of the service that the page uses. */
export const api = {
  status: () => answer(client.GET('/api/status')),
  music: () => answer(client.GET('/api/music')),
  voices: (language: string) =>
    answer(client.GET('/api/voices', { params: { query: { language } } })),
  waveform: (audio_url: string, points: number) =>
    answer(client.GET('/api/waveform', { params: { query: { audio_url, points } } })),

  projects: (cursor?: string) =>
    answer(client.GET('/api/projects', { params: { query: { limit: 12, cursor } } })),
  create: (document: ProjectDocument, name?: string) =>
    answer(client.POST('/api/projects', { body: { name, document } })),
  project: (id: string) => answer(client.GET('/api/projects/{id}', { params: { path: { id } } })),
  /** Saves; `leaving` lets the request arrive even when the page is being closed. */
  save: (id: string, revision: number, name: string, document: ProjectDocument, leaving = false) =>
    answer(
      client.PUT('/api/projects/{id}', {
        params: { path: { id }, header: tag(revision) },
        body: { name, document },
        keepalive: leaving,
      }),
    ),
  remove: (id: string) => answer(client.DELETE('/api/projects/{id}', { params: { path: { id } } })),
  duplicate: (id: string) =>
    answer(client.POST('/api/projects/{id}/duplicate', { params: { path: { id } } })),

  /** Begins work; asking again under the same key gives the same job. */
  work: (id: string, kind: JobKind, body: WorkRequest, once: string) =>
    answer(
      client.POST('/api/projects/{id}/work/{kind}', {
        params: {
          path: { id, kind },
          header: { Prefer: 'respond-async', 'Idempotency-Key': once },
        },
        body,
      }),
    ),
  estimate: (id: string, kind: JobKind, request: WorkRequest = {}) =>
    answer(
      client.GET('/api/projects/{id}/estimate', {
        params: {
          path: { id },
          query: {
            kind,
            redo: request.redo ?? undefined,
            scenes: request.scenes?.join(',') || undefined,
          },
        },
      }),
    ),
  costs: (id: string) =>
    answer(client.GET('/api/projects/{id}/costs', { params: { path: { id } } })),
  versions: (id: string, scene?: number) =>
    answer(
      client.GET('/api/projects/{id}/versions', { params: { path: { id }, query: { scene } } }),
    ),
  /** Says that a picture still fits, although its prompt or look has changed. */
  accept: (id: string, scene: number) =>
    answer(client.POST('/api/projects/{id}/accept', { params: { path: { id } }, body: { scene } })),
  /** Makes a version the current one. */
  restore: (id: string, revision: number, body: { version: string; scene?: number }) =>
    answer(
      client.POST('/api/projects/{id}/versions', {
        params: { path: { id }, header: tag(revision) },
        body,
      }),
    ),
  jobs: (project: string, limit = 40) =>
    answer(client.GET('/api/jobs', { params: { query: { project, limit } } })),
  cancel: (id: string) => answer(client.DELETE('/api/jobs/{id}', { params: { path: { id } } })),
  retry: (id: string) => answer(client.POST('/api/jobs/{id}/retry', { params: { path: { id } } })),

  /** A few spoken words, to hear a voice. */
  sample: (script: string[], voice: VoiceChoice, language: string, speed: number) =>
    answer(
      client.POST('/api/generate/voiceover', {
        body: {
          script,
          voice: voice.name,
          provider: voice.provider as 'gemini' | 'local',
          language,
          speed,
        },
      }),
    ).then((made) => made as { audio_url: string }),

  /** What is written over the pictures, and when what lies over them changes. */
  captions: (id: string) =>
    answer(client.GET('/api/projects/{id}/captions', { params: { path: { id } } })),
  /** Takes an edited SubRip file over as the captions of its scenes. */
  importCaptions: (id: string, revision: number, subrip: string) =>
    answer(
      client.PUT('/api/projects/{id}/captions', {
        params: { path: { id }, header: tag(revision) },
        body: { subrip },
      }),
    ),
  /** What lies over the pictures at a time, on a transparent ground. */
  overlay: (id: string, at: number) =>
    blob(
      client.GET('/api/projects/{id}/overlay', {
        params: { path: { id }, query: { at: Math.max(0, at) } },
        parseAs: 'blob',
      }),
    ),
  /** The card of a scene, by its number. */
  card: (id: string, scene: number) =>
    blob(
      client.GET('/api/projects/{id}/card', {
        params: { path: { id }, query: { scene } },
        parseAs: 'blob',
      }),
    ),
  /** The families of fonts that captions can have. */
  fonts: () => answer(client.GET('/api/fonts', {})),

  /** One frame of a project, composed as in the video. */
  frame: (id: string, at: number) =>
    blob(
      client.GET('/api/projects/{id}/frame', {
        params: { path: { id }, query: { at: Math.max(0, at) } },
        parseAs: 'blob',
      }),
    ),
};
