const AGAIN_MILLIS = 3000;

/** What is done with the events of a stream, by their names; each comes as JSON. */
export type Handlers = Record<string, (data: unknown) => void>;

/** Events of the service, over one connection that is opened again whenever it breaks. */
export class EventStream {
  #url: string;
  #handlers: Handlers;
  #onstate: (isConnected: boolean) => void;
  #source: EventSource | null = null;
  /** When something was heard last, in milliseconds. */
  heardAt = 0;

  constructor(url: string, handlers: Handlers, onstate: (isConnected: boolean) => void) {
    this.#url = url;
    this.#handlers = handlers;
    this.#onstate = onstate;
  }

  get isOpen(): boolean {
    return this.#source !== null;
  }

  open(): void {
    const source = new EventSource(this.#url);
    this.#source = source;
    const heard = () => {
      this.heardAt = Date.now();
      this.#onstate(true);
    };
    source.onopen = heard;
    source.onerror = () => {
      this.#onstate(false);
      // A refused stream is not tried again by the browser itself.
      if (source.readyState === EventSource.CLOSED && this.#source === source) {
        setTimeout(() => this.#source === source && this.open(), AGAIN_MILLIS);
      }
    };
    for (const [name, take] of Object.entries(this.#handlers)) {
      source.addEventListener(name, (event) => {
        heard();
        take(JSON.parse((event as MessageEvent<string>).data));
      });
    }
  }

  close(): void {
    this.#source?.close();
    this.#source = null;
  }
}
