/** The checks and `provisos` blocks of a snapshot whose text has no errors, each with the inputs of its verdicts. */
import type { Analysis, CheckPlan, ProvisosPlan } from '#checker';
import type { Diagnostic, Span } from '#grammar';
import type { Host } from '../host/host.ts';
import type { Snapshot } from '../ide/snapshot.ts';
import { type Identity, identityOf, identityOfBlock, treesOf } from './identity.ts';
import type { Sources } from './messages.ts';
import { sourcesOf } from './sources.ts';

export interface Subject {
  readonly path: string;
  readonly sources: Sources;
  readonly checks: readonly SubjectCheck[];
  readonly blocks: readonly SubjectBlock[];
}

export interface SubjectCheck {
  /** its number in the file, from 0 */
  readonly index: number;
  readonly plan: CheckPlan;
  readonly identity: Identity;
}

export interface SubjectBlock {
  /** its number in the file, from 0 */
  readonly index: number;
  readonly plan: ProvisosPlan;
  readonly identity: Identity;
}

const subjects = new WeakMap<Analysis, Subject>();

/** The same for the same analysis. */
export function subjectOf(snapshot: Snapshot, hash: Host['hash']): Subject {
  const known = subjects.get(snapshot.analysis) ?? newSubject(snapshot, hash);
  subjects.set(snapshot.analysis, known);
  return known;
}

function newSubject(snapshot: Snapshot, hash: Host['hash']): Subject {
  const { loaded, analysis } = snapshot;
  const errors = [...loaded.diagnostics, ...analysis.diagnostics].filter(({ severity }) => severity === 'error').flatMap(placesOf);
  const declarations = [...loaded.files.values()].flatMap((file) => [...file.systems, ...file.assumes, ...file.checks, ...file.provisos]);
  // An error between declarations may be the rest of one: then nothing is certain.
  const anywhere = errors.some((error) => !declarations.some(({ span }) => contains(span, error)));
  const sound = (syntax: { readonly span: Span }, plan: CheckPlan | ProvisosPlan) => {
    const trees = treesOf({ ...plan, syntax }, analysis);
    return !anywhere && trees !== null && !errors.some((error) => trees.some(({ span }) => contains(span, error)));
  };
  const checks = loaded.root.checks.flatMap((syntax, index): SubjectCheck[] => {
    const plan = analysis.checks.find(({ check }) => check === syntax);
    if (plan === undefined || !sound(syntax, plan)) return [];
    const identity = identityOf(plan, analysis, hash);
    return identity === null ? [] : [{ index, plan, identity }];
  });
  const blocks = loaded.root.provisos.flatMap((syntax, index): SubjectBlock[] => {
    const plan = analysis.provisos.find(({ block }) => block === syntax);
    if (plan === undefined || !sound(syntax, plan)) return [];
    const identity = identityOfBlock(plan, analysis, hash);
    return identity === null ? [] : [{ index, plan, identity }];
  });
  return { path: snapshot.path, sources: sourcesOf(loaded), checks, blocks };
}

/** Of two declarations with one name, both are in doubt. */
function placesOf({ span, related }: Diagnostic): Span[] {
  return [span, ...(related ?? []).map((one) => one.span)];
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
