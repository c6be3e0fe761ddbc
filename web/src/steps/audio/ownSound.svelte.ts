import { asApiError } from '../../lib/api/problem';
import { uploadAudio } from '../../lib/api/upload';
import { megabytes, t } from '../../lib/i18n/index.svelte';
import { library } from '../../lib/state/library.svelte';
import { explain } from '../../lib/state/messages';

export interface TakenSound {
  audio_url: string;
  duration: number;
  label: string;
}

/** A sound of the person's own: from a file, or from the microphone. */
export class OwnSound {
  /** How much of it is sent, while it is. */
  share = $state<number | null>(null);
  problem = $state<string | null>(null);
  /** Since when it is recorded, while it is. */
  began = $state<number | null>(null);
  #recorder: MediaRecorder | null = null;
  #isClosed = false;
  #take: (sound: TakenSound) => unknown;

  constructor(take: (sound: TakenSound) => unknown) {
    this.#take = take;
  }

  async send(file: File | undefined): Promise<void> {
    if (!file) return;
    const most = library.status?.limits.audio_bytes ?? 100_000_000;
    this.problem = file.size > most ? t('err_big', { x: megabytes(most) }) : null;
    if (this.problem) return;
    this.share = 0;
    try {
      const made = await uploadAudio(file, (share) => (this.share = share)).done;
      const { audio_url, duration } = made;
      await this.#take({ audio_url, duration, label: made.files[0]?.label ?? file.name });
    } catch (error) {
      this.problem = explain(asApiError(error), { x: megabytes(most) });
    } finally {
      this.share = null;
    }
  }

  async record(): Promise<void> {
    this.problem = null;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (this.#isClosed) {
        // The person has gone on while the browser asked.
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      const recorder = new MediaRecorder(stream);
      const chunks: Blob[] = [];
      recorder.ondataavailable = (event) => chunks.push(event.data);
      recorder.onstop = () => {
        stream.getTracks().forEach((track) => track.stop());
        this.#recorder = null;
        this.began = null;
        const file = new File(chunks, 'recording.webm', { type: recorder.mimeType });
        if (!this.#isClosed) void this.send(file);
      };
      recorder.start();
      this.#recorder = recorder;
      this.began = Date.now();
    } catch {
      this.problem = t('no_microphone');
    }
  }

  stop(): void {
    this.#recorder?.stop();
  }

  /** What was being recorded when one goes away is not kept. */
  close(): void {
    this.#isClosed = true;
    this.stop();
  }
}
