/** Signature help for the parentheses around a place: the fields of a message or structure, the arguments of a function. */
import { type CallForm, callText, declarationsOf, flattened } from './declarations.ts';
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
export const BUILT_IN: Readonly<Record<string, readonly [parameters: readonly string[], doc: string]>> = {
  count: [['S'], 'The number of elements of a set or list; also `count(x in S where p)`, and `count(in flight M)`.'],
  min: [['a', 'b'], 'The smallest of the numbers, or of a set or list.'],
  max: [['a', 'b'], 'The largest of the numbers, or of a set or list.'],
  index: [['n'], 'The number of a node within its role, from 1; `Role#(e)` is the node with that number.'],
  majority: [['Role'], 'The smallest number that is more than half of the instances.'],
  first: [['xs'], 'The first element of a list; a model error if it is empty.'],
  last: [['xs'], 'The last element of a list; a model error if it is empty.'],
  rest: [['xs'], 'The list without its first element.'],
  take: [['xs', 'n'], 'The first n elements.'],
  drop: [['xs', 'n'], 'All but the first n elements.'],
  up: [['n'], 'The node is not down. For properties and ghosts.'],
  enabled: [['n.a'], 'The action, timer or message a is enabled at node n now; `enabled(n.a[x])` for one x. For properties and ghosts.'],
  correct: [['n'], 'The node is not Byzantine. For properties and ghosts.'],
  knows: [['n', 'p'], 'Node n knows p: p holds in every reachable state that looks the same to n.'],
  next: [['x'], 'The value of x after the step.'],
};

/** "take(xs, n)" */
export function builtInSignature(name: string): string {
  return `${name}(${BUILT_IN[name][0].join(', ')})`;
}

export function signatureHelp(snapshot: Snapshot, offset: number): SignatureHelp | null {
  const call = callAround(snapshot, offset);
  if (call === null) return null;
  const found = calledBy(snapshot, call.name);
  if (found === null) return null;
  const { form, doc } = found;
  const parameters = placesIn(form);
  const named = form.parameters.findIndex(({ name }) => name === call.field);
  const active = named >= 0 ? named : Math.min(call.before, Math.max(0, parameters.length - 1));
  return { label: callText(form, form.before === call.name), doc, parameters, active };
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

/** The declaration with this name that takes arguments. */
function calledBy(snapshot: Snapshot, name: string): { readonly form: CallForm; readonly doc: string | null } | null {
  const { loaded, parsed, path } = snapshot;
  const files = [parsed.file, ...[...loaded.files].flatMap(([other, file]) => (other === path ? [] : [file]))];
  const declared = flattened(files.flatMap(declarationsOf)).find((d) => d.name.text === name && d.call !== null);
  if (declared !== undefined && declared.call !== null) return { form: declared.call, doc: declared.doc };
  if (!Object.hasOwn(BUILT_IN, name)) return null;
  const [parameters, doc] = BUILT_IN[name];
  return { form: { before: name, parameters: parameters.map((text) => ({ name: text, text })), after: '' }, doc };
}

/** The place of each parameter in the text of the call. */
function placesIn({ before, parameters }: CallForm): { readonly start: number; readonly end: number }[] {
  let start = before.length + 1;
  return parameters.map(({ text }) => {
    const place = { start, end: start + text.length };
    start = place.end + 2;
    return place;
  });
}
