import { asApiError, type ApiError } from '../../lib/api/problem';
import { uploadImage, type Upload } from '../../lib/api/upload';
import { megabytes, t } from '../../lib/i18n/index.svelte';
import { setScene } from '../../lib/state/edits';
import { library } from '../../lib/state/library.svelte';
import { explain } from '../../lib/state/messages';
import type { ProjectManager } from '../../lib/state/project.svelte';
import { noteUpload } from '../../lib/state/uploads';

/** One picture on its way from the person's disk into a scene. */
export class PictureUpload {
  share = $state<number | null>(null);
  problem = $state<string | null>(null);
  #upload: Upload<{ image_url: string }> | null = null;

  async send(project: ProjectManager, key: string, file: File | Blob): Promise<void> {
    this.problem = null;
    const most = library.status?.limits.picture_bytes ?? 25_000_000;
    if (file.size > most) {
      this.problem = t('err_big', { x: megabytes(most) });
      return;
    }
    if (file.type && !file.type.startsWith('image/')) {
      this.problem = t('err_type');
      return;
    }
    this.share = 0;
    this.#upload = uploadImage(file, (share) => (this.share = share));
    try {
      const { image_url } = await this.#upload.done;
      noteUpload(project.id, image_url);
      setScene(project, key, { image: image_url, focus: undefined }, 'step_upload');
    } catch (thrown) {
      const error: ApiError = asApiError(thrown);
      if (error.code !== 'cancelled') {
        this.problem = explain(error, { x: megabytes(most) });
      }
    } finally {
      this.share = null;
      this.#upload = null;
    }
  }

  stop(): void {
    this.#upload?.stop();
  }
}
