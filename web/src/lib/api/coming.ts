import type { components } from './schema';

/** Operations and fields that the description of the service is about to have. */

type Schemas = components['schemas'];

export interface CaptionFields {
  look?: 'clear' | 'bold' | 'boxed' | 'marker' | 'soft' | null;
  height?: number | null;
  font?: string | null;
  size?: number | null;
  weight?: number | null;
  color?: string | null;
  highlight?: string | null;
  outline?: number | null;
  outline_color?: string | null;
  shadow?: number | null;
  box?: string | null;
  upper_case?: boolean | null;
  max_lines?: number | null;
  words?: number | null;
}

export interface MusicFields {
  ducking_depth?: number | null;
  ducking_release?: number | null;
  fade_in?: number | null;
  fade_out?: number | null;
  start?: number | null;
}

export interface VoiceFields {
  trim?: boolean | null;
  gate?: boolean | null;
}

export interface WatermarkFields {
  image?: string | null;
  position?: 'upper-left' | 'upper-right' | 'lower-left' | 'lower-right' | 'center' | null;
  opacity?: number | null;
  size?: number | null;
}

export interface CoverFields {
  image?: string | null;
  at?: number | null;
}

export interface Cue {
  start: number;
  end: number;
  text: string;
}

export interface SceneFields {
  voice?: string | null;
  card?: string | null;
  background?: string | null;
  captions?: Cue[] | null;
}

type And<T, More> = (NonNullable<T> & More) | null;

export interface ComingProject extends Omit<
  Schemas['Project'],
  'captions' | 'music' | 'voice' | 'scene'
> {
  captions?: And<Schemas['Project']['captions'], CaptionFields>;
  music?: And<Schemas['Project']['music'], MusicFields>;
  voice?: And<Schemas['Project']['voice'], VoiceFields>;
  watermark?: WatermarkFields | null;
  cover?: CoverFields | null;
  scene?: (Schemas['ProjectScene'] & SceneFields)[] | null;
}

export interface TimedWord {
  text: string;
  start: number;
  end: number;
  has_space_before: boolean;
}

export interface CaptionView {
  scene: number;
  start: number;
  end: number;
  text: string;
  pages: { start: number; end: number; words: TimedWord[] }[];
}

export interface CaptionsView {
  captions: CaptionView[];
  changes: number[];
}

export type ComingVideo = Schemas['MadeVideo'] & {
  format?: string;
  srt_url?: string | null;
  vtt_url?: string | null;
  ass_url?: string | null;
};

export type ComingMade = Omit<Schemas['Made'], 'video'> & {
  video?: ComingVideo | null;
  videos?: ComingVideo[] | null;
};

export type ComingWork = Schemas['WorkRequest'] & { formats?: string[] | null };

interface Operation<Query, Answer, Type extends string = 'application/json'> {
  parameters: { query?: Query; header?: { 'If-Match'?: string }; path: { id: string } };
  responses: { 200: { headers: { [name: string]: unknown }; content: { [type in Type]: Answer } } };
}

export interface ComingPaths {
  '/api/projects/{id}/captions': {
    get: Operation<never, CaptionsView>;
    put: Operation<never, Schemas['ProjectView']> & {
      requestBody: { content: { 'application/json': { subrip: string } } };
    };
  };
  '/api/projects/{id}/overlay': { get: Operation<{ at: number }, string, 'image/png'> };
  '/api/projects/{id}/card': { get: Operation<{ scene: number }, string, 'image/png'> };
  '/api/fonts': {
    get: {
      parameters: { query?: never };
      responses: {
        200: {
          headers: { [name: string]: unknown };
          content: { 'application/json': { fonts: string[] } };
        };
      };
    };
  };
}
