import { asApiError } from '../../lib/api/problem';
import { uploadImage, type Upload } from '../../lib/api/upload';
import { megabytes, t } from '../../lib/i18n/index.svelte';
import { setScene } from '../../lib/state/edits';
import { library } from '../../lib/state/library.svelte';
import { explain } from '../../lib/state/messages';
import type { ProjectManager } from '../../lib/state/project.svelte';
import { cut, isCut, type Crop } from './cropping';

/** One picture on its way from the person's disk into a scene. */
export class PictureUpload {
  share = $state<number | null>(null);
  problem = $state<string | null>(null);
  /** The picture of which the person is asked what is used of it. */
  asked = $state.raw<{ file: Blob; bitmap: ImageBitmap; url: string } | null>(null);
  #project: ProjectManager;
  #key: string;
  #upload: Upload<{ image_url: string }> | null = null;

  constructor(project: ProjectManager, key: string) {
    this.#project = project;
    this.#key = key;
  }

  /** Takes a picture; where its shape is not that of the video, what is cut away is asked first. */
  async take(file: Blob, ratio: number): Promise<void> {
    this.problem = null;
    if (file.size > this.#most) {
      this.problem = t('err_big', { x: megabytes(this.#most) });
      return;
    }
    if (file.type && !file.type.startsWith('image/')) {
      this.problem = t('err_type');
      return;
    }
    // What the browser cannot read may still be read by the service.
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (bitmap && isCut(bitmap, ratio)) {
      this.asked = { file, bitmap, url: URL.createObjectURL(file) };
    } else {
      bitmap?.close();
      await this.#send(file);
    }
  }

  /** Goes on with the picture that was asked about, or leaves it. */
  async answer(crop: Crop | null, ratio: number): Promise<void> {
    const asked = this.asked;
    this.asked = null;
    if (!asked) return;
    try {
      if (crop && crop.zoom > 1) await this.#send(await cut(asked.bitmap, ratio, crop));
      else if (crop) await this.#send(asked.file, [...crop.focus]);
    } finally {
      asked.bitmap.close();
      URL.revokeObjectURL(asked.url);
    }
  }

  stop(): void {
    this.#upload?.stop();
  }

  get #most(): number {
    return library.status?.limits.picture_bytes ?? 25_000_000;
  }

  async #send(file: Blob, focus?: [number, number]): Promise<void> {
    this.share = 0;
    this.#upload = uploadImage(file, (share) => (this.share = share));
    try {
      const { image_url } = await this.#upload.done;
      setScene(this.#project, this.#key, { image: image_url, focus }, 'step_upload');
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.code !== 'cancelled') {
        this.problem = explain(error, { x: megabytes(this.#most) });
      }
    } finally {
      this.share = null;
      this.#upload = null;
    }
  }
}
