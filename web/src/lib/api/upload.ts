import { ApiError } from './problem';
import type { Problem } from './types';

export interface Upload<T> {
  done: Promise<T>;
  stop: () => void;
}

/** Sends a file and tells how far it is, which `fetch` cannot. */
export function upload<T>(
  path: string,
  file: Blob,
  onprogress: (share: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.open('POST', path);
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onprogress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 300) resolve(request.response as T);
      else reject(new ApiError(request.status, (request.response ?? {}) as Partial<Problem>));
    };
    request.onerror = () => reject(new ApiError(0, { code: 'offline' }));
    request.onabort = () => reject(new ApiError(0, { code: 'cancelled' }));
    const form = new FormData();
    const kind = file.type.split(/[/;]/)[1] ?? 'bin';
    form.append('file', file, file instanceof File ? file.name : `file.${kind}`);
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}

export const uploadImage = (file: Blob, onprogress: (share: number) => void) =>
  upload<{ image_url: string }>('/api/upload/image', file, onprogress);

export const uploadAudio = (file: Blob, onprogress: (share: number) => void) =>
  upload<{ audio_url: string; duration: number; files: { label?: string }[] }>(
    '/api/upload/audio',
    file,
    onprogress,
  );

export const uploadFont = (file: Blob, onprogress: (share: number) => void) =>
  upload<{ font_url: string; family: string }>('/api/upload/font', file, onprogress);
