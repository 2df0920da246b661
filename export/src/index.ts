export { GUARDS, type Guard } from './guards.ts';
export type { PlaceOf, Refused } from './module.ts';
export { type TlcEvent, type TlcProgress, TlcReader } from './read/output.ts';
export { stateOf } from './read/state.ts';
export { lassoOf } from './read/step.ts';
export type { TlaValue } from './read/value.ts';
export { MOST_STRONG } from './steps/fairness.ts';
export type { Exported } from './steps/properties.ts';
export { asking, configOf, jobsOf, type Tla, type TlaFile, type TlaOptions, type TlcConfig, type TlcJob, tlaOf } from './tla.ts';
