import type { Voiceover } from '../lib/api/types';
import type { ProjectManager } from '../lib/state/project.svelte';
import { prefs } from '../lib/state/prefs.svelte';
import { library } from '../lib/state/library.svelte';
import { Cards } from './cards.svelte';
import { Pictures } from './images';
import { musicAt, placeInTrack, stepped } from './mixing';
import { Overlays } from './overlays';
import { planOf, type Plan } from './plan';
import { waveOf } from './waves';

const SHOWN_PER_SEC = 12;

/**
 * Plays the reel in the page. The voice is the only clock: pictures follow what is heard. Where
 * nobody speaks, or after the voice has ended, the time of the machine goes on.
 */
export class Player {
  readonly pictures = new Pictures();
  readonly cards: Cards;
  readonly overlays: Overlays;
  #project: ProjectManager;
  #voice: HTMLAudioElement;
  #music: HTMLAudioElement;
  #own = $state.raw<Voiceover | null>(null);
  #raf = 0;
  #last = 0;
  /** How far the music has stepped back, 0 to 1. */
  #back = 0;
  time = $state(0);
  isPlaying = $state(false);
  isWaiting = $state(false);
  isMuted = $state(false);
  /** Counts up when a picture has come, so that the frame is painted again. */
  arrivals = $state(0);
  /** Whether the camera moves although the person wants less motion. */
  showsMotion = $state(false);
  plan: Plan = $derived.by(() => planOf(this.#project.doc, this.usableVoice, this.cards.urls));
  /** The frame that is seen. It changes as often as the reel has frames, not as the screen has. */
  frame: number = $derived(
    Math.min(Math.floor(this.time * this.plan.fps + 1e-6), this.plan.length - 1),
  );
  /** The scene that is seen, by its place from 0. */
  index: number = $derived(this.plan.clips.findLast((one) => one.start <= this.frame)?.index ?? 0);
  /** The time as lines and numbers beside the picture show it: that need not be every frame. */
  shownTime: number = $derived(
    this.isPlaying ? Math.round(this.time * SHOWN_PER_SEC) / SHOWN_PER_SEC : this.time,
  );

  constructor(project: ProjectManager) {
    this.#project = project;
    this.cards = new Cards(project);
    this.overlays = new Overlays(project.id);
    this.#voice = new Audio();
    this.#music = new Audio();
    this.#voice.preload = 'auto';
    this.#music.preload = 'none';
    this.#music.loop = true;
    this.pictures.onready = this.overlays.onready = () => (this.arrivals += 1);
  }

  /** The voice that is heard: the one of these scenes, or the person's own recording. */
  get usableVoice(): Voiceover | null {
    const { voiceover, scenes, doc } = this.#project;
    if (voiceover && voiceover.lines.length === scenes.length) return voiceover;
    const own = doc.voice?.provider === 'file' ? doc.voice.file : null;
    return own && own === this.#own?.audio_url ? this.#own : null;
  }

  /** Learns how long the person's own recording is; when its lines are spoken is not known. */
  async learnOwn(): Promise<void> {
    const { voice } = this.#project.doc;
    const url = voice?.provider === 'file' ? voice.file : null;
    if (!url || url === this.#own?.audio_url) return;
    try {
      const { duration } = await waveOf(url);
      this.#own = { audio_url: url, duration, lines: [] };
    } catch {
      // It is tried again when something changes.
    }
  }

  get duration(): number {
    return this.plan.length / this.plan.fps;
  }

  startOf(index: number): number {
    return (this.plan.clips[index]?.start ?? 0) / this.plan.fps;
  }

  /** Shows the middle of a scene, where no transition hides it. */
  showScene(index: number): void {
    const clip = this.plan.clips[index];
    if (!clip || this.isPlaying) return;
    const inside = this.time * this.plan.fps;
    if (inside >= clip.start && inside < clip.end) return;
    this.seek(Math.min(this.startOf(index) + 0.4, (clip.start + clip.end) / 2 / this.plan.fps));
  }

  async play(): Promise<void> {
    if (this.plan.length === 0) return;
    if (this.time >= this.duration - 0.05) this.time = 0;
    this.#load();
    this.isPlaying = true;
    this.#last = performance.now();
    const voice = this.usableVoice;
    if (voice && this.time < voice.duration) {
      this.#voice.currentTime = this.time;
      await this.#voice.play().catch(() => undefined);
    }
    this.#startMusic();
    cancelAnimationFrame(this.#raf);
    this.#raf = requestAnimationFrame((now) => this.#tick(now));
  }

  pause(): void {
    this.isPlaying = false;
    this.#voice.pause();
    this.#music.pause();
    cancelAnimationFrame(this.#raf);
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else void this.play();
  }

  seek(time: number): void {
    this.time = Math.max(0, Math.min(time, Math.max(0, this.duration - 1 / this.plan.fps)));
    if (!this.isPlaying) return;
    this.#voice.currentTime = Math.min(this.time, this.#voice.duration || this.time);
    this.#last = performance.now();
    if (this.#voice.paused && this.usableVoice && this.time < this.usableVoice.duration) {
      void this.#voice.play().catch(() => undefined);
    }
    this.#placeMusic();
  }

  step(scenes: number): void {
    const at = this.index;
    const start = this.startOf(at);
    const isInside = scenes < 0 && this.time - start > 0.6;
    const next = Math.max(0, Math.min(this.plan.clips.length - 1, isInside ? at : at + scenes));
    this.seek(this.startOf(next) + (next > 0 ? 0.001 : 0));
  }

  /** Sets what the elements play; called again whenever something was changed. */
  #load(): void {
    const voice = this.usableVoice?.audio_url ?? '';
    if (this.#voice.getAttribute('src') !== voice) {
      if (voice) this.#voice.src = voice;
      else this.#voice.removeAttribute('src');
    }
    const music = musicUrl(this.#project.doc.music?.track);
    if (this.#music.getAttribute('src') !== music) {
      if (music) this.#music.src = music;
      else this.#music.removeAttribute('src');
    }
  }

  #startMusic(): void {
    if (!this.#music.getAttribute('src')) return;
    this.#placeMusic();
    this.#mix(0);
    void this.#music.play().catch(() => undefined);
  }

  #tick(now: number): void {
    if (!this.isPlaying) return;
    const elapsed = (now - this.#last) / 1000;
    this.#last = now;
    const voice = this.usableVoice;
    const isSpoken = voice && !this.#voice.paused && !this.#voice.ended;
    if (isSpoken) this.time = Math.min(this.#voice.currentTime, this.duration);
    else this.time += Math.min(elapsed, 0.1);
    if (this.time >= this.duration) {
      this.time = Math.max(0, this.duration - 1 / this.plan.fps);
      this.pause();
      return;
    }
    this.#load();
    this.#mix(elapsed);
    this.#raf = requestAnimationFrame((next) => this.#tick(next));
  }

  #placeMusic(): void {
    const { duration } = this.#music;
    if (!duration) return;
    this.#music.currentTime = placeInTrack(this.time, duration, this.#project.doc.music ?? {});
  }

  /** The loudness of both, as near to the mix as a page comes. */
  #mix(elapsed: number): void {
    const music = this.#project.doc.music ?? {};
    const loud = this.isMuted ? 0 : prefs.value.listenVolume;
    this.#voice.volume = loud;
    const lines = this.usableVoice?.lines ?? [];
    const isSpeech = lines.some(
      ({ start, end }) =>
        typeof start === 'number' &&
        typeof end === 'number' &&
        this.time > start - 0.15 &&
        this.time < end + 0.35,
    );
    this.#back = stepped(this.#back, isSpeech, elapsed, music);
    this.#music.volume = loud * musicAt(this.time, this.duration, this.#back, music);
    if (this.#music.paused && this.isPlaying && this.#music.getAttribute('src')) {
      void this.#music.play().catch(() => undefined);
    }
  }

  close(): void {
    this.pause();
    this.cards.close();
    this.overlays.close();
    this.#voice.removeAttribute('src');
    this.#music.removeAttribute('src');
  }
}

export function musicUrl(track: string | null | undefined): string {
  if (track === 'none') return '';
  const name = track || 'inspirational';
  if (name.startsWith('/')) return name;
  return library.tracks.find((one) => one.name === name)?.music_url ?? '';
}
