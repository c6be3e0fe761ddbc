import type { components } from './schema';

/** The names under which the page uses the types of the service. */
type Schemas = components['schemas'];

export type ProjectDocument = Schemas['Project'];
export type WireScene = Schemas['ProjectScene'];
export type ProjectView = Schemas['ProjectView'];
export type ProjectSummary = Schemas['ProjectSummary'];
export type SceneStates = Schemas['SceneStatesView'];
export type StateName = Schemas['StateName'];
export type Voiceover = Schemas['VoiceoverView'];
export type Job = Schemas['Job'];
export type JobKind = Schemas['JobKind'];
export type SceneError = Schemas['SceneError'];
export type SceneReport = Schemas['SceneReport'];
export type MadeVideo = Schemas['MadeVideo'];
export type Problem = Schemas['Problem'];
export type WorkRequest = Schemas['WorkRequest'];
export type Quality = Schemas['Quality'];
export type Version = Schemas['VersionView'];
export type Track = Schemas['TrackView'];
export type VoiceChoice = Schemas['VoiceView'];
export type Status = Schemas['Status'];
export type Estimate = Schemas['EstimateView'];
export type Waveform = Schemas['Waveform'];
export type Motion = Schemas['Motion'];
export type Effect = Schemas['TransitionEffect'];
export type CaptionsDocument = NonNullable<ProjectDocument['captions']>;
export type CaptionLook = NonNullable<CaptionsDocument['look']>;
export type CaptionStyle = NonNullable<CaptionsDocument['style']>;
export type Watermark = NonNullable<ProjectDocument['watermark']>;
export type Corner = NonNullable<Watermark['position']>;
export type Music = NonNullable<ProjectDocument['music']>;
