/** The five steps, in order. */
export const STEPS = ['topic', 'script', 'storyboard', 'audio', 'render'] as const;
export type StepName = (typeof STEPS)[number];

export interface Place {
  project: string | null;
  step: StepName;
  /** The number of a scene from 1, when one is opened. */
  scene: number | null;
}

/** Reads `#/p/ID/STEP/SCENE`; anything else is the start page. */
export function parsePlace(hash: string): Place {
  const [, kind, id, step, scene] = hash.replace(/^#/, '').split('/');
  if (kind !== 'p' || !id || !/^[0-9a-f]{32}$/.test(id)) {
    return { project: null, step: 'topic', scene: null };
  }
  const known = STEPS.find((name) => name === step) ?? 'script';
  const number = Number(scene);
  return {
    project: id,
    step: known,
    scene: Number.isInteger(number) && number > 0 ? number : null,
  };
}

export function hashOf(project: string, step: StepName, scene?: number): string {
  return `#/p/${project}/${step}${scene ? `/${scene}` : ''}`;
}

/** Where one is: the address of the page is the only truth about it. */
class Router {
  place = $state.raw<Place>(parsePlace(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.place = parsePlace(location.hash);
    });
  }

  go(project: string, step: StepName, scene?: number): void {
    location.hash = hashOf(project, step, scene);
  }

  /** Changes the address without a new entry of the browser's history. */
  replace(project: string, step: StepName, scene?: number): void {
    history.replaceState(null, '', hashOf(project, step, scene));
    this.place = parsePlace(location.hash);
  }

  home(): void {
    location.hash = '#/';
  }
}

export const router = new Router();
