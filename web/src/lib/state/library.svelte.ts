import { api } from '../api/client';
import type { Status, Track, VoiceChoice } from '../api/types';

/** What the service has for everybody: providers, music and voices. Asked for once. */
class Library {
  status = $state.raw<Status | null>(null);
  tracks = $state.raw<readonly Track[]>([]);
  #voices = $state.raw<Readonly<Record<string, readonly VoiceChoice[]>>>({});
  #asked = new Set<string>();
  tracksFailed = $state(false);
  /** The families of fonts that captions can have. */
  fonts = $state.raw<readonly string[]>([]);
  #fontsAsked = false;

  /** Whether pictures and voice are made here, without a key. */
  get isLocal(): boolean {
    const used = this.status?.providers.filter((provider) => provider.used) ?? [];
    return used.length > 0 && used.every((provider) => provider.name === 'local');
  }

  async load(): Promise<void> {
    const [status] = await Promise.allSettled([api.status(), this.loadTracks()]);
    if (status.status === 'fulfilled') this.status = status.value;
  }

  async loadTracks(): Promise<void> {
    this.tracksFailed = false;
    try {
      this.tracks = (await api.music()).tracks;
    } catch {
      this.tracksFailed = true;
    }
  }

  async loadFonts(): Promise<void> {
    if (this.#fontsAsked) return;
    this.#fontsAsked = true;
    try {
      this.fonts = (await api.fonts()).fonts;
    } catch {
      this.#fontsAsked = false;
    }
  }

  voices(language: string): readonly VoiceChoice[] {
    return this.#voices[language] ?? [];
  }

  async loadVoices(language: string): Promise<void> {
    if (this.#asked.has(language)) return;
    this.#asked.add(language);
    try {
      const { voices } = await api.voices(language);
      this.#voices = { ...this.#voices, [language]: voices };
    } catch {
      this.#asked.delete(language);
    }
  }
}

export const library = new Library();
