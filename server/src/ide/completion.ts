/** Completions at a place, by the words before it, so that it works in an unfinished text. */
import { allWords, isExistential, reservedWords } from '#grammar';
import { type Declaration, type DeclarationKind, declarationsOf, flattened } from './declarations.ts';
import { meaningOf } from './language-words.ts';
import { wordPlace } from './place.ts';
import { callAround } from './signature-help.ts';
import type { Snapshot } from './snapshot.ts';
import { type SnippetText, snippetBody, snippets } from './snippets.ts';
import { keyOf } from './symbols.ts';
import {
  assumeWords,
  claimWords,
  expectationWords,
  faultModes,
  memberWords,
  networkWords,
  scenarioDeeds,
  scenarioWords,
  systemWords,
  timingModels,
  timingWords,
  verdictWords,
} from './syntax-words.ts';

export interface Completion {
  readonly label: string;
  readonly kind: DeclarationKind | 'word' | 'snippet';
  readonly detail: string | null;
  /** markdown */
  readonly doc: string | null;
  /** of a snippet what is put in, with places to fill in */
  readonly body?: string;
}

export function completion(snapshot: Snapshot, offset: number): Completion[] {
  const place = wordPlace(snapshot, offset);
  const meaning = (phrase: string) => {
    const [word] = phrase.split(' ');
    return meaningOf(word, place) ?? meaningOf(word, 'item');
  };
  return itemsAt(snapshot, offset).map((item) => (item.kind === 'word' ? { ...item, doc: meaning(item.label) } : item));
}

/** Without what the words of the language mean, which depends on the place. */
function itemsAt(snapshot: Snapshot, offset: number): Completion[] {
  const before = snapshot.text.slice(0, offset).replace(/[A-Za-z_][A-Za-z0-9_]*$/, '');
  if (/\/\/[^\n]*$/.test(before)) return [];
  const all = everyDeclaration(snapshot);
  const of = (...kinds: DeclarationKind[]) => all.filter(({ kind }) => kinds.includes(kind)).map(declared);
  const place = placeOf(before);
  if (/\benabled\(\s*[^,;{}]*\.\s*$/.test(before)) return turns(all, before);
  if (/\.\s*$/.test(before)) return afterDot(all, before);
  if (/\b(?:send|broadcast|reply|in flight|defer)\s+$/.test(before)) return of('message');
  if (/\bon\s+(?:[^\n{]*,\s*)?$/.test(before)) return [...of('message', 'timer'), ...words('start', 'restart')];
  if (/\b(?:to|from)\s+$/.test(before)) return [...of('node', 'variable'), ...words('self')];
  if (/\b(?:start|stop)\s+$/.test(before)) return of('timer');
  if (/\bscenario\b[^{}]*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*$/.test(before)) return inScenario(all, before);
  if (/\b(?:check|provisos)\s+$/.test(before)) return of('assume');
  if (/\bextends\s+$/.test(before)) return of('assume');
  if (/\b(?:check|provisos)\s+\w+\s+of\s+$/.test(before)) return of('system');
  if (/\b(?:check|provisos)\s+\w+(?:\s+of\s+\w+)?\s+for\s+(?:[^{}]*,\s*)?$/.test(before)) return of('constant', 'node');
  if (/\bfault\s+(?:\w+\s*,\s*)*$/.test(before)) return of('node');
  if (/\bfault\s+[^{}]*\{\s*$/.test(before)) return words(...faultModes);
  if (/\btiming\s+$/.test(before)) return words(...timingModels);
  if (/\btiming\b[^{}]*\{[^{}]*$/.test(before)) return [...words(...timingWords), ...of('node', 'constant')];
  if (/\bnetwork\s*\{[^{}]*\blink\s+$/.test(before)) return words('cuts');
  if (/\bnetwork\s*\{[^{}]*\bone-way\s+$/.test(before)) return words('cuts', 'link cuts');
  if (/\bnetwork\s*\{[^{}]*\bcuts\b[^,{}]*\bat\s+most\s+\w+\s+$/.test(before)) return words('at once');
  if (/\bnetwork\s*\{[^{}]*\bcuts\b[^,{}]*\s$/.test(before)) return words('up to', 'at most', 'may stay', 'until stable');
  if (/\bnetwork\s*\{[^{}]*$/.test(before)) return words(...networkWords);
  if (/:\s*$/.test(before) && place === 'node' && !/(?:[=(,:]|\bthen|\belse)\s*\{\s*\w+\s*:\s*$/.test(before))
    return [...words('bool', 'set', 'list', 'map'), ...of('type', 'enum', 'struct', 'node')];
  const disk = place === 'node' ? onEmptyDisk(all, before) : null;
  if (disk !== null) return disk;
  const members = membersFor(all, before);
  if (members.length > 0) return members.map(declared);
  if (place === 'check') return inCheck(snapshot, all, before);
  if (place === 'provisos') return [...of('property', 'node', 'constant'), ...words('holds', 'when', 'provided', ...claimWords)];
  const pieces = beginsPiece(before) ? snippetsOf(directlyIn(before)) : [];
  const unlike = (texts: readonly string[]) => words(...texts.filter((text) => !pieces.some(({ label }) => label === text)));
  if (place === 'assume') return [...unlike(assumeWords), ...pieces, ...of('constant', 'node')];
  if (place === 'file') return [...pieces, ...unlike(['system', 'assume', 'check', 'provisos', 'import'])];
  if (pieces.length > 0) return [...pieces, ...unlike(directlyIn(before) === 'system' ? systemWords : memberWords)];
  const names = of('variable', 'timer', 'constant', 'node', 'enum', 'member', 'function', 'predicate', 'ghost', 'clock', 'message');
  const fields = fieldsFor(snapshot, all, before.length).map(declared);
  return [...fields, ...names, ...allWords.filter((word) => reservedWords.has(word.text)).flatMap((word) => words(word.text))];
}

function everyDeclaration({ loaded, parsed, path }: Snapshot): Declaration[] {
  const imported = [...loaded.files].flatMap(([name, file]) => (name === path ? [] : declarationsOf(file)));
  return flattened([...declarationsOf(parsed.file), ...imported]).filter(({ kind }) => kind !== 'handler');
}

function declared({ kind, name, signature, doc }: Declaration): Completion {
  return { label: name.text, kind, detail: signature, doc };
}

function words(...texts: string[]): Completion[] {
  return texts.map((phrase) => ({ label: phrase, kind: 'word', detail: null, doc: null }));
}

/** Nothing but white space stands behind what came before: here the next piece may begin. */
function beginsPiece(before: string): boolean {
  return /(?:^|[\n{};])\s*$/.test(before.replace(/\/\/[^\n]*/g, ''));
}

function snippetsOf(place: SnippetText['place'] | 'code'): Completion[] {
  const fitting = snippets.filter((one) => one.place === place);
  return fitting.map((one) => ({ label: one.label, kind: 'snippet', detail: one.detail, doc: null, body: snippetBody(one) }));
}

/** Behind a node and a colon what it does; at the beginning of a line nodes and what happens to messages. */
function inScenario(all: readonly Declaration[], before: string): Completion[] {
  const of = (...kinds: DeclarationKind[]) => all.filter(({ kind }) => kinds.includes(kind)).map(declared);
  if (/\b(?:ignores|loses|duplicates|corrupts)\s+$/.test(before)) return of('message');
  if (/\bthen\s[^\n]*$/.test(before)) return of('node', 'variable', 'ghost', 'constant', 'predicate', 'function', 'member');
  const [, name] = /(\w+)(?:#\d+)?:\s*$/.exec(before) ?? [];
  if (name !== undefined) return [...actionsOf(all, name), ...words(...scenarioDeeds)];
  if (/:\s*(?:on\s+)?\w+(?:\([^()]*\)|\[[^\]]*\])?\s+$/.test(before)) return words('pauses', 'from');
  return [...of('node', 'constant'), ...words(...scenarioWords)];
}

/** Of a node its actions; all of them where the name is bound. */
function actionsOf(all: readonly Declaration[], name: string): Completion[] {
  const node = all.find(({ kind, name: own }) => kind === 'node' && own.text === name);
  return (node?.inside ?? all).filter(({ kind }) => kind === 'action').map(declared);
}

/** In a check: the properties of its system that it does not speak of yet; behind one what it can be expected to do. */
function inCheck({ loaded }: Snapshot, all: readonly Declaration[], before: string): Completion[] {
  const [, system, told] = /\bcheck\s+\w+(?:\s+of\s+(\w+))?[^{}]*\{([^{}]*)$/.exec(before) ?? [];
  const systems = all.filter(({ kind }) => kind === 'system');
  const own = system ?? (systems.length === 1 ? systems[0].name.text : undefined);
  const properties = all.filter(({ kind, container }) => kind === 'property' && (own === undefined || container === own));
  const [, last] = /(\w+)\s+$/.exec(before) ?? [];
  const property = properties.find(({ name }) => name.text === last);
  if (property !== undefined) {
    const items = [...loaded.files.values()].flatMap((file) => file.systems.flatMap((one) => one.items));
    const isReachable = items.some(
      (item) => item.kind === 'property' && isExistential(item.word) && keyOf(item.name.span) === keyOf(property.name.span),
    );
    return words(...verdictWords.filter((word) => (word === 'reached' || word === 'unreached') === isReachable));
  }
  const named = new Set((told ?? '').match(/\w+/g) ?? []);
  const rest = properties.filter(({ name }) => !named.has(name.text)).map(declared);
  return [...rest, ...(verdictWords.includes(last ?? '') ? words(...expectationWords) : [])];
}

/** Of a node its variables and timers, of a timer what is known of it; fields where nothing else is clear. */
function afterDot(all: readonly Declaration[], before: string): Completion[] {
  const name = nodeBefore(before);
  if (all.some(({ kind, name: own }) => kind === 'timer' && own.text === name)) return words('left', 'running');
  if (all.some(({ kind, name: own }) => kind === 'clock' && own.text === name)) return words('now', 'earliest', 'latest');
  const node = all.find(({ kind, name: own }) => kind === 'node' && own.text === name);
  const inside = node?.inside ?? all.filter(({ kind }) => kind === 'variable' || kind === 'timer' || kind === 'field' || kind === 'ghost');
  return inside.filter(({ kind }) => kind !== 'handler' && kind !== 'action').map(declared);
}

/** Things that can be enabled at a node: its actions, timers and messages. */
function turns(all: readonly Declaration[], before: string): Completion[] {
  const name = nodeBefore(before);
  const node = all.find(({ kind, name: own }) => kind === 'node' && own.text === name);
  const inside = (node?.inside ?? all).filter(({ kind }) => kind === 'action' || kind === 'timer');
  return [...inside, ...all.filter(({ kind }) => kind === 'message')].map(declared);
}

/** `Client` of `Client#1.` and `Client#(index(self)).` */
function nodeBefore(before: string): string {
  return /(\w+)(?:#\d+|#\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])?\.\s*$/.exec(before)?.[1] ?? '';
}

/** After `phase ==` and `phase =` the members of its enum. */
function membersFor(all: readonly Declaration[], before: string): readonly Declaration[] {
  const name = /(\w+)\s*(?:==|!=|[^<>=!]=|:=)\s*$/.exec(before)?.[1];
  const types = all.filter((d) => (d.kind === 'variable' || d.kind === 'ghost' || d.kind === 'field') && d.name.text === name);
  const enums = types.flatMap(({ type }) => (type?.kind === 'name' ? [type.name.text] : []));
  return all.find((d) => d.kind === 'enum' && enums.includes(d.name.text))?.inside ?? [];
}

/** Behind the first value of a durable variable `wiped`, and behind that what an empty disk can hold; null elsewhere. */
function onEmptyDisk(all: readonly Declaration[], before: string): Completion[] | null {
  const [, type, rest] = /\bdurable\s+\w+\s*:\s*(\w+)[^\n=]*=([^\n;]*)$/.exec(before) ?? [];
  if (rest === undefined) return null;
  if (/\bwiped\s+$/.test(rest)) {
    const members = all.find((d) => d.kind === 'enum' && d.name.text === type)?.inside ?? [];
    return [...members.map(declared), ...words('any', 'true', 'false', 'none')];
  }
  return /[\w)}\]]\s+$/.test(rest) && !/\bwiped\b/.test(rest) ? words('wiped') : null;
}

/** At the beginning of an argument, the fields of the message or structure. */
function fieldsFor(snapshot: Snapshot, all: readonly Declaration[], offset: number): readonly Declaration[] {
  if (!/[(,]\s*$/.test(snapshot.text.slice(0, offset))) return [];
  const call = callAround(snapshot, offset);
  return all.find((d) => (d.kind === 'message' || d.kind === 'struct') && d.name.text === call?.name)?.inside ?? [];
}

/** The words before each brace that is open here, outermost first. */
function openBraces(before: string): string[] {
  const open: string[] = [];
  for (const [, head, brace] of before.replace(/\/\/[^\n]*/g, '').matchAll(/([^{}]*)([{}])/g)) {
    if (brace === '{') open.push(head);
    else open.pop();
  }
  return open;
}

/** What a piece that begins here belongs to; `code` is anything further inside. */
function directlyIn(before: string): SnippetText['place'] | 'code' {
  const open = openBraces(before);
  const owner = placeOf(before);
  if (open.length === 0) return 'file';
  if (open.length === 1) return owner === 'assume' || owner === 'system' ? owner : 'code';
  return open.length === 2 && owner === 'node' && /\bnode\s+\w+(?:\s*\[[^\]]*\])?\s*$/.test(open[1]) ? 'node' : 'code';
}

/** The owner of the braces around the place. */
function placeOf(before: string): 'file' | 'check' | 'provisos' | 'assume' | 'system' | 'node' {
  const open = openBraces(before);
  const [outer] = open;
  if (outer === undefined) return 'file';
  const word = [...outer.matchAll(/\b(system|assume|check|provisos)\b/g)].at(-1)?.[1];
  if (word === 'assume' || word === 'check' || word === 'provisos') return word;
  return open.length === 1 ? 'system' : 'node';
}
