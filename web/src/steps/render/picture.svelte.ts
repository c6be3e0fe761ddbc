import { asApiError } from '../../lib/api/problem';
import { uploadImage } from '../../lib/api/upload';
import { megabytes, t } from '../../lib/i18n/index.svelte';
import { library } from '../../lib/state/library.svelte';
import { explain } from '../../lib/state/messages';

/** A picture that is taken from the person's disk as it is. */
export class PictureFile {
  share = $state<number | null>(null);
  problem = $state<string | null>(null);
  #take: (url: string) => void;

  constructor(take: (url: string) => void) {
    this.#take = take;
  }

  async send(file: File | undefined): Promise<void> {
    if (!file) return;
    const most = library.status?.limits.picture_bytes ?? 25_000_000;
    this.problem = file.size > most ? t('err_big', { x: megabytes(most) }) : null;
    if (this.problem) return;
    this.share = 0;
    try {
      const { image_url } = await uploadImage(file, (share) => (this.share = share)).done;
      this.#take(image_url);
    } catch (error) {
      this.problem = explain(asApiError(error), { x: megabytes(most) });
    } finally {
      this.share = null;
    }
  }
}
