/** A stronger and a weaker assumption set of one system, compared as the order of assumptions promises. */
import { type CheckResult, checkModel, createCompiledMachine, type Model, type State } from '#checker';
import { asksWhatIsFreer, refusal } from '../../checker/src/provisos/refusal.ts';
import { canonical } from './lockstep.ts';

/** The weaker set has more states; a pair whose graphs are larger says nothing. */
const MAX = 20_000;

/**
 * Throws where the stronger set reaches or breaks what the weaker does not; false where a graph is too large, or where a ghost remembers
 * whether a step was possible that is possible more often under the weaker set.
 */
export function within(strong: Model, weak: Model): boolean {
  const { roles, ghosts, limits } = strong;
  if (asksWhatIsFreer([roles, ghosts, limits], strong)) return false;
  const few = reachable(strong);
  const many = few === null ? null : reachable(weak);
  if (few === null || many === null) return false;
  for (const look of few) if (!many.has(look)) throw new Error(`reached under Strong only: ${look}`);
  compareVerdicts(strong, check(strong), check(weak));
  return true;
}

function check(model: Model): CheckResult {
  return checkModel(model, { now: () => 0, blame: false });
}

/** Everything reached, without what differs between assumption sets by nature; null where it is too much. */
function reachable(model: Model): Set<string> | null {
  const machine = createCompiledMachine(model, { predicates: [], steps: [], deadline: null });
  const { successors, words } = machine;
  const seen = new Set<string>();
  const looks = new Set<string>();
  const open: Int32Array[] = [];
  const take = () => {
    for (let i = 0; i < successors.count; i += 1) {
      const packed = successors.words.slice(i * words, (i + 1) * words);
      const key = packed.join();
      if (seen.has(key)) continue;
      seen.add(key);
      looks.add(look(machine.decode(packed, 0)));
      open.push(packed);
    }
  };
  successors.clear();
  machine.initial();
  take();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.size > MAX) return null;
    successors.clear();
    machine.expand(next, 0, 'all');
    take();
  }
  return looks;
}

/** Variables, who is up, suspended handlers, which timers run, messages without ages. */
function look(state: State): string {
  const nodes = state.nodes.map((node) => [
    node.variables,
    node.status === 'up',
    node.suspended,
    node.timers.map((keys) => keys.map((timer) => timer.kind !== 'off')),
  ]);
  const messages = state.messages.map((message) => canonical({ ...message, age: 0 })).sort();
  return canonical([nodes, messages, state.byzantine, state.ghosts]);
}

function compareVerdicts(model: Model, strong: CheckResult, weak: CheckResult): void {
  for (const { property, verdict } of strong.properties) {
    const declared = model.properties.find(({ name }) => name === property)!;
    if (asksWhatIsFreer(declared, model) && refusal(declared, model) !== null) continue;
    const weaker = weak.properties.find((p) => p.property === property)?.verdict;
    // time may stop under the stronger set only: under async there is none to stop
    if (verdict.status === 'error' && verdict.error.message.startsWith('time stops')) continue;
    const found = verdict.status === 'violated' || verdict.status === 'reached' || verdict.status === 'error';
    if (!found || weaker?.status === 'error' || weaker?.status === verdict.status) continue;
    throw new Error(`${property} is ${verdict.status} under Strong, ${weaker?.status} under Weak`);
  }
}
