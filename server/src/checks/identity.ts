/**
 * Exactly the inputs of a check's verdicts: the trees of its system, of its assumptions and of the check
 * itself without their places, and what is expected where. Two texts with the same identity have the same verdicts;
 * comments, formatting and other systems are no part of it. The places of one, in order, correspond to those of the other.
 */
import { type Analysis, type CheckPlan, type ProvisosPlan, withoutPlaces } from '#checker';
import type { Assume, Span } from '#grammar';
import type { Host } from '../host/host.ts';

export interface Identity {
  readonly key: string;
  /** every place in the trees, in one order */
  readonly places: readonly Span[];
}

export function identityOf(plan: CheckPlan, analysis: Analysis, hash: Host['hash']): Identity | null {
  const trees = treesOf({ ...plan, syntax: plan.check }, analysis);
  if (trees === null) return null;
  const expected = plan.runs.map(({ sweep, expectations }) => [sweep, expectations.map((e) => [e.property, e.verdict, e.upTo])]);
  return identityOfTrees(trees, hash, JSON.stringify(expected));
}

/** The same of a block: what it claims stands in its tree. */
export function identityOfBlock(plan: ProvisosPlan, analysis: Analysis, hash: Host['hash']): Identity | null {
  const trees = treesOf({ ...plan, syntax: plan.block }, analysis);
  return trees === null ? null : identityOfTrees(trees, hash, 'provisos');
}

function identityOfTrees(trees: readonly object[], hash: Host['hash'], more: string): Identity {
  const walked = trees.map(walk);
  return { key: hash([...walked.map(({ text }) => text), more]), places: walked.flatMap(({ places }) => places) };
}

/** A check or a block, and what it is about. */
interface About {
  readonly syntax: { readonly span: Span };
  readonly system: string;
  readonly assume: string;
}

/** The declarations that a check or a block is about; null where one cannot be found, so that there is nothing to check. */
export function treesOf(about: About, { systems, assumes }: Analysis): readonly { readonly span: Span }[] | null {
  const system = systems.get(about.system);
  const chain: Assume[] = [];
  for (let name: string | undefined = about.assume; name !== undefined; ) {
    const assume = assumes.get(name);
    if (assume === undefined || chain.includes(assume)) return null;
    chain.push(assume);
    name = assume.base?.text;
  }
  return system === undefined ? null : [about.syntax, system, ...chain];
}

interface Walked {
  readonly text: string;
  readonly places: readonly Span[];
}

/** A tree never changes, and checks share their systems. */
const walks = new WeakMap<object, Walked>();

function walk(tree: object): Walked {
  let walked = walks.get(tree);
  if (walked === undefined) {
    walked = withoutPlaces(tree, ['doc']);
    walks.set(tree, walked);
  }
  return walked;
}
