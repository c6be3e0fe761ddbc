/** One sound at a time: whatever plays stops when another one begins. */
class Sound {
  #audio = new Audio();
  url = $state<string | null>(null);
  hasFailed = $state<string | null>(null);

  constructor() {
    this.#audio.onended = () => (this.url = null);
    this.#audio.onerror = () => {
      if (!this.url) return;
      this.hasFailed = this.url;
      this.url = null;
    };
  }

  async play(url: string, from = 0, to?: number): Promise<void> {
    this.hasFailed = null;
    this.#audio.src = url;
    this.url = url;
    this.#audio.ontimeupdate = () => {
      if (to !== undefined && this.#audio.currentTime >= to) this.stop();
    };
    this.#audio.currentTime = from;
    await this.#audio.play().catch(() => undefined);
  }

  stop(): void {
    this.#audio.pause();
    this.url = null;
  }
}

export const sound = new Sound();
