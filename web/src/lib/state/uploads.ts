import { recall, remember } from './keep';

/** The pictures that were brought to a project from this browser, so that each can be used again. */
export function uploadsOf(project: string): string[] {
  return recall<string[]>(`uploads.${project}`) ?? [];
}

export function noteUpload(project: string, url: string): void {
  const others = uploadsOf(project).filter((known) => known !== url);
  remember(`uploads.${project}`, [...others, url].slice(-60));
}
