/** What stands in the parentheses around a place: the fields of a message or structure, the arguments of a function. */
import { type Declaration, declarationsOf, flattened } from './declarations.ts';
import type { Snapshot } from './snapshot.ts';

export interface SignatureHelp {
  /** "message Write(version: Version, by: Client)" */
  readonly label: string;
  readonly doc: string | null;
  /** where in the label each parameter stands */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  /** the parameter at the place */
  readonly active: number;
}

/** The functions that every system has. */
export const BUILT_IN: Readonly<Record<string, readonly [signature: string, doc: string]>> = {
  count: ['count(S)', 'The number of elements of a set or list; also `count(x in S where p)`, and `count(in flight M)`.'],
  min: ['min(a, b)', 'The smallest of the numbers, or of a set or list.'],
  max: ['max(a, b)', 'The largest of the numbers, or of a set or list.'],
  index: ['index(n)', 'The number of a node within its role, from 1; `Role#(e)` is the node with that number.'],
  majority: ['majority(Role)', 'The smallest number that is more than half of the instances.'],
  first: ['first(xs)', 'The first element of a list; a model error if it is empty.'],
  last: ['last(xs)', 'The last element of a list; a model error if it is empty.'],
  rest: ['rest(xs)', 'The list without its first element.'],
  take: ['take(xs, n)', 'The first n elements.'],
  drop: ['drop(xs, n)', 'All but the first n elements.'],
  up: ['up(n)', 'The node is not down. For properties and ghosts.'],
  enabled: [
    'enabled(n.a)',
    'The action, timer or message a is enabled at node n now; `enabled(n.a[x])` for one x. For properties and ghosts.',
  ],
  correct: ['correct(n)', 'The node is not Byzantine. For properties and ghosts.'],
  knows: ['knows(n, p)', 'Node n knows p: p holds in every reachable state that looks the same to n.'],
  next: ['next(x)', 'The value of x after the step.'],
};

export function signatureHelp(snapshot: Snapshot, offset: number): SignatureHelp | null {
  const call = callAround(snapshot, offset);
  if (call === null) return null;
  const found = signatureOf(snapshot, call.name);
  if (found === null) return null;
  const parameters = parametersIn(found.label);
  const named = parameters.findIndex(({ start, end }) => found.label.slice(start, end).split(':')[0] === call.field);
  return { ...found, parameters, active: named >= 0 ? named : Math.min(call.before, Math.max(0, parameters.length - 1)) };
}

export interface Call {
  readonly name: string;
  /** arguments before the place */
  readonly before: number;
  /** `field:` where the argument at the place has one */
  readonly field: string | null;
}

/** By tokens, so that it works in a text that is not finished. */
export function callAround({ parsed }: Pick<Snapshot, 'parsed'>, offset: number): Call | null {
  const tokens = parsed.tokens.filter(({ startOffset }) => startOffset < offset);
  let [depth, before, begin] = [0, 0, offset];
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { image, startOffset } = tokens[i];
    if (image === ')' || image === ']' || image === '}') depth++;
    else if (depth > 0 && (image === '(' || image === '[' || image === '{')) depth--;
    else if (depth > 0) continue;
    else if (image === '{' || image === '}' || image === ';') return null;
    else if (image === '[') [before, begin] = [0, offset];
    else if (image === ',') {
      if (before === 0) begin = Math.min(begin, startOffset + 1);
      before++;
    } else if (image === '(') {
      const name = tokens[i - 1]?.image;
      if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) [before, begin] = [0, offset];
      else return { name, before, field: fieldAt(tokens, before === 0 ? startOffset + 1 : begin) };
    }
  }
  return null;
}

function fieldAt(tokens: Snapshot['parsed']['tokens'], begin: number): string | null {
  const at = tokens.findIndex(({ startOffset }) => startOffset >= begin);
  return at >= 0 && tokens[at + 1]?.image === ':' ? tokens[at].image : null;
}

function signatureOf(snapshot: Snapshot, name: string): Pick<SignatureHelp, 'label' | 'doc'> | null {
  const { loaded, parsed, path } = snapshot;
  const files = [parsed.file, ...[...loaded.files].flatMap(([other, file]) => (other === path ? [] : [file]))];
  const kinds: readonly Declaration['kind'][] = ['message', 'function', 'predicate', 'struct'];
  const declared = flattened(files.flatMap(declarationsOf)).find((d) => d.name.text === name && kinds.includes(d.kind));
  if (declared !== undefined) return { label: headOf(declared.signature), doc: declared.doc };
  const builtIn = BUILT_IN[name];
  return builtIn === undefined ? null : { label: builtIn[0], doc: builtIn[1] };
}

/** Of `fun f(a: T): U = body` what stands before the body. */
function headOf(signature: string): string {
  const end = signature.indexOf(' = ');
  return end < 0 ? signature : signature.slice(0, end);
}

/** What stands between the first parenthesis and its own end, parted by commas that stand in no brackets. */
function parametersIn(label: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  const open = label.indexOf('(');
  if (open < 0) return [];
  let [depth, start] = [0, open + 1];
  for (let i = open + 1; i < label.length; i++) {
    if ('(<['.includes(label[i])) depth++;
    else if (depth > 0 && ')>]'.includes(label[i])) depth--;
    else if (label[i] === ')' || (label[i] === ',' && depth === 0)) {
      const from = start + label.slice(start, i).search(/\S|$/);
      if (i > from) found.push({ start: from, end: i });
      if (label[i] === ')') break;
      start = i + 1;
    }
  }
  return found;
}
