import { sizeOf } from '../../preview/plan';
import { FORMATS } from '../topic/looks';

/** The most formats of one render. */
export const MOST_FORMATS = 8;

/** What can be chosen: the usual formats, and whatever the project has beside them. */
export function choices(own: string, more: readonly string[]): string[] {
  return [...new Set<string>([...FORMATS, own, ...more])];
}

/** What is rendered: the project's own format first. */
export function wanted(own: string, more: readonly string[]): string[] {
  return [...new Set([own, ...more])].slice(0, MOST_FORMATS);
}

/**
 * Puts a format in or takes it out. At least one stays; where the project's own is taken out, the
 * next one takes its place.
 */
export function toggled(
  own: string,
  more: readonly string[],
  format: string,
): { own: string; more: string[] } {
  const now = wanted(own, more);
  const next = now.includes(format) ? now.filter((one) => one !== format) : [...now, format];
  const [first = own, ...rest] = next.slice(0, MOST_FORMATS);
  return { own: first, more: rest };
}

/** The shape of a format inside of a square of some side. */
export function shapeOf(format: string, side: number): { width: number; height: number } {
  const [width, height] = sizeOf(format);
  const scale = side / Math.max(width, height);
  return { width: width * scale, height: height * scale };
}
