import { api } from '../api/client';
import { asApiError, type ApiError } from '../api/problem';
import type { Job, JobKind, ProjectView, SceneReport, WorkRequest } from '../api/types';
import { recall, remember } from './keep';
import type { ProjectManager } from './project.svelte';
import { lacksPicture } from './scenes';
import { IDLE, type SceneWork } from './sceneWork';
import { usualSecs } from './usual';
import { EventStream, type Handlers } from './stream';

const ENDS = ['succeeded', 'failed', 'cancelled'];
const POLL_MILLIS = 3000;

export const isOver = (job: Job) => ENDS.includes(job.state);

/** Which scenes a job was asked for, as this browser remembers it: their keys. */
type Asked = Record<string, string[]>;

/** The jobs of a project, as the service tells them over one stream of events. */
export class JobsManager {
  #project: ProjectManager;
  #stream: EventStream;
  #jobs = $state.raw<readonly Job[]>([]);
  #asked: Asked;
  #dismissed = $state.raw<ReadonlySet<string>>(new Set());
  #poll: ReturnType<typeof setInterval> | undefined;
  isConnected = $state(true);
  /** What happened to work that could not even begin, by its kind. */
  refused = $state.raw<{ kind: JobKind; error: ApiError } | null>(null);
  /** Kinds that are being asked for at this moment. */
  #asking = $state.raw<ReadonlySet<string>>(new Set());
  onended: (job: Job) => void = () => undefined;
  /** Asked before work that may cost something. */
  permits: (kind: JobKind, request: WorkRequest) => Promise<boolean> = async () => true;

  constructor(project: ProjectManager) {
    this.#project = project;
    this.#asked = recall<Asked>(`asked.${project.id}`) ?? {};
    const url = `/api/projects/${project.id}/events`;
    const tell = (isConnected: boolean) => (this.isConnected = isConnected);
    this.#stream = new EventStream(url, this.#handlers(), tell);
  }

  /** All that are known, the newest first. */
  get all(): readonly Job[] {
    return this.#jobs;
  }

  get running(): readonly Job[] {
    return this.#jobs.filter((job) => !isOver(job));
  }

  /** The newest job of a kind. */
  last(kind: JobKind): Job | undefined {
    return this.#jobs.find((job) => job.kind === kind);
  }

  /** Whether work of a kind is asked for or under way. */
  isBusy(kind: JobKind): boolean {
    return this.#asking.has(kind) || this.running.some((job) => job.kind === kind);
  }

  /** The voice or script job that runs, or the last one when it failed. */
  active(kind: JobKind): Job | undefined {
    return this.running.find((job) => job.kind === kind || job.kind === 'make');
  }

  async start(): Promise<void> {
    try {
      this.#jobs = (await api.jobs(this.#project.id)).jobs;
    } catch {
      // The stream tells what runs.
    }
    this.#stream.open();
    this.#poll = setInterval(() => this.#pollWhenQuiet(), POLL_MILLIS);
  }

  stop(): void {
    this.#stream.close();
    clearInterval(this.#poll);
  }

  /** Whoever looks away and waits for nothing needs no connection. */
  pause(): void {
    if (this.running.length === 0) this.#stream.close();
  }

  resume(): void {
    if (!this.#stream.isOpen) {
      this.#stream.open();
      void this.#project.refresh();
    }
  }

  /** Begins work once, however often it is pressed; what was edited is saved first. */
  async work(
    kind: JobKind,
    request: WorkRequest = {},
    keys: readonly string[] = [],
  ): Promise<Job | null> {
    const name = keys.length > 0 ? `${kind}:${keys.join()}` : kind;
    if (this.#asking.has(name)) return null;
    this.#asking = new Set([...this.#asking, name, kind]);
    this.refused = null;
    this.#clearErrors(keys);
    try {
      await this.#project.flush();
      const scenes = keys.map((key) => this.#project.numberOf(key)).filter((number) => number > 0);
      const wanted = scenes.length > 0 ? { ...request, scenes } : request;
      if (!(await this.permits(kind, wanted))) return null;
      const job = await api.work(this.#project.id, kind, wanted, crypto.randomUUID());
      this.#remember(job.id, keys);
      this.#put(job);
      this.resume();
      return job;
    } catch (error) {
      this.refused = { kind, error: asApiError(error) };
      return null;
    } finally {
      const left = [...this.#asking].filter((other) => other !== name && other !== kind);
      this.#asking = new Set(left);
    }
  }

  async cancel(job: Job): Promise<void> {
    this.#put({ ...job, state: 'cancelling' });
    try {
      this.#put(await api.cancel(job.id));
    } catch {
      this.#put(job);
    }
  }

  async retry(job: Job): Promise<void> {
    try {
      this.#put(await api.retry(job.id));
      this.resume();
    } catch (error) {
      this.refused = { kind: job.kind, error: asApiError(error) };
    }
  }

  /** What happens to the picture of a scene. */
  workOf(key: string): SceneWork {
    for (const job of this.#jobs) {
      if (!['visuals', 'image', 'make'].includes(job.kind)) continue;
      const report = this.#reportOf(job, key);
      const since = Date.parse(job.started_at ?? job.created_at);
      if (!isOver(job)) {
        if (!this.#touches(job, key, report)) continue;
        if (report?.error) return { phase: 'failed', job, error: report.error, since };
        if (report?.image_url) return IDLE;
        const phase = job.state as SceneWork['phase'];
        return { phase, job, error: null, since };
      }
      if (this.#dismissed.has(`${job.id}:${key}`)) return IDLE;
      if (report?.error) return { phase: 'failed', job, error: report.error, since };
      if (report?.image_url) return IDLE;
      if (this.#asked[job.id]?.includes(key) && job.state === 'failed' && job.problem) {
        const { code, detail, hint, retry_after } = job.problem;
        return { phase: 'failed', job, error: { code, detail, hint, retry_after }, since };
      }
      if (this.#asked[job.id]?.includes(key)) return IDLE;
    }
    return IDLE;
  }

  /** Whether the line of a scene is being written anew. */
  workOfLine(key: string, kind: JobKind): boolean {
    return this.running.some((job) => {
      const asked = this.#asked[job.id];
      return job.kind === kind && (!asked || asked.length === 0 || asked.includes(key));
    });
  }

  dismiss(key: string): void {
    this.#clearErrors([key]);
  }

  /** How long pictures took lately, in seconds: the middle half of them. */
  get usualSecs(): [number, number] | null {
    return usualSecs(this.#jobs);
  }

  #touches(job: Job, key: string, report: SceneReport | undefined): boolean {
    const asked = this.#asked[job.id];
    if (asked && asked.length > 0) return asked.includes(key);
    // Another window, or another machine, has asked for it.
    if (!asked && job.asked_scenes) return job.asked_scenes.includes(this.#project.numberOf(key));
    return report !== undefined || this.#needsPicture(key);
  }

  #needsPicture(key: string): boolean {
    const scene = this.#project.sceneOf(key);
    const isWanted = ['missing', 'stale'].includes(this.#project.statesOf(key).image);
    return !scene?.locked && (isWanted || !scene || lacksPicture(scene));
  }

  /** The report of a scene: by its number, unless the scenes were moved since. */
  #reportOf(job: Job, key: string): SceneReport | undefined {
    const scene = this.#project.sceneOf(key);
    if (!scene) return undefined;
    const number = this.#project.numberOf(key);
    const byNumber = job.scenes.find((report) => report.scene === number);
    if (byNumber && (!byNumber.script_line || byNumber.script_line === scene.line)) return byNumber;
    const byLine = job.scenes.find((report) => report.script_line === scene.line);
    return byLine ?? (this.#asked[job.id]?.includes(key) ? byNumber : undefined);
  }

  #clearErrors(keys: readonly string[]): void {
    const all = keys.flatMap((key) => this.#jobs.map((job) => `${job.id}:${key}`));
    this.#dismissed = new Set([...this.#dismissed, ...all]);
  }

  #remember(job: string, keys: readonly string[]): void {
    const entries = Object.entries({ ...this.#asked, [job]: [...keys] }).slice(-40);
    this.#asked = Object.fromEntries(entries);
    remember(`asked.${this.#project.id}`, this.#asked);
  }

  #put(job: Job): void {
    const before = this.#jobs.find((known) => known.id === job.id);
    this.#jobs = before
      ? this.#jobs.map((known) => (known.id === job.id ? job : known))
      : [job, ...this.#jobs].slice(0, 60);
    if (isOver(job) && before && !isOver(before)) {
      void this.#project.refresh({ label: `step_made_${job.kind}`, group: job.id });
      this.onended(job);
    }
  }

  /** What is done with what the service tells. */
  #handlers(): Handlers {
    const states = ['queued', 'running', 'cancelling', ...ENDS];
    return {
      ...Object.fromEntries(states.map((name) => [name, (data) => this.#put(data as Job)])),
      snapshot: (data) => {
        const view = data as ProjectView;
        this.#project.adopt(view);
        view.jobs.forEach((job) => this.#put(job));
        void this.#lookForEnds(view.jobs);
      },
      project: (data) => {
        const { revision } = data as { revision: number };
        const job = this.running[0];
        const label = job ? { label: `step_made_${job.kind}`, group: job.id } : null;
        void this.#project.refresh(label, revision);
      },
      progress: (data) => {
        const { job: id, ...progress } = data as { job: string } & Partial<Job>;
        const eta_secs = progress.eta_secs ?? undefined;
        // What makes progress runs, also where the answer that it waits came after its first news.
        const now = (state: Job['state']) => (state === 'queued' ? 'running' : state);
        this.#change(id, (job) => ({ ...job, ...progress, eta_secs, state: now(job.state) }));
      },
      scene: (data) => {
        const { job: id, ...report } = data as { job: string } & SceneReport;
        this.#change(id, (job) => {
          const others = job.scenes.filter((other) => other.scene !== report.scene);
          return { ...job, scenes: [...others, report].sort((a, b) => a.scene - b.scene) };
        });
      },
      warning: (data) => {
        const { job: id, message } = data as { job: string; message: string };
        this.#change(id, (job) => ({ ...job, warnings: [...job.warnings, message] }));
      },
    };
  }

  #change(id: string, change: (job: Job) => Job): void {
    const job = this.#jobs.find((known) => known.id === id);
    if (job) this.#put(change(job));
  }

  /** Jobs that ran when we last heard of them, and are not among those that run now. */
  async #lookForEnds(now: readonly Job[]): Promise<void> {
    const gone = this.running.filter((job) => !now.some((other) => other.id === job.id));
    if (gone.length === 0) return;
    try {
      const { jobs } = await api.jobs(this.#project.id);
      jobs
        .filter((job) => gone.some((other) => other.id === job.id))
        .forEach((job) => this.#put(job));
    } catch {
      // The next snapshot brings it.
    }
  }

  #pollWhenQuiet(): void {
    if (this.running.length === 0 || Date.now() - this.#stream.heardAt < POLL_MILLIS) return;
    void api.jobs(this.#project.id).then(
      ({ jobs }) => {
        this.isConnected = true;
        [...jobs].reverse().forEach((job) => this.#put(job));
      },
      () => undefined,
    );
  }
}
