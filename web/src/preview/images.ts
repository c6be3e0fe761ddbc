/** Pictures that are ready to be painted, each scaled once to what the preview needs. */
export class Pictures {
  #ready = new Map<string, { bitmap: ImageBitmap; width: number; height: number }>();
  #coming = new Map<string, Promise<void>>();
  onready: () => void = () => undefined;

  /** A picture and its true size, when it is there; else it is fetched. */
  get(url: string): { bitmap: ImageBitmap; width: number; height: number } | undefined {
    const ready = this.#ready.get(url);
    if (!ready) void this.load(url);
    return ready;
  }

  load(url: string): Promise<void> {
    if (this.#ready.has(url)) return Promise.resolve();
    let coming = this.#coming.get(url);
    if (!coming) {
      coming = this.#fetch(url).finally(() => this.#coming.delete(url));
      this.#coming.set(url, coming);
    }
    return coming;
  }

  async #fetch(url: string): Promise<void> {
    try {
      const image = new Image();
      image.src = url;
      await image.decode();
      const { naturalWidth: width, naturalHeight: height } = image;
      // As wide as a phone in the preview, with room for the camera to come nearer.
      const share = Math.min(1, 900 / Math.max(width, height));
      const bitmap = await createImageBitmap(image, {
        resizeWidth: Math.max(1, Math.round(width * share)),
        resizeHeight: Math.max(1, Math.round(height * share)),
        resizeQuality: 'medium',
      });
      this.#ready.set(url, { bitmap, width, height });
      this.#forget();
      this.onready();
    } catch {
      // A picture that cannot be shown stays a blank scene; its card says so.
    }
  }

  #forget(): void {
    const oldest = this.#ready.keys().next();
    if (this.#ready.size > 40 && !oldest.done) {
      this.#ready.get(oldest.value)?.bitmap.close();
      this.#ready.delete(oldest.value);
    }
  }
}
