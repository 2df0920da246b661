/** What happened in a step, in words: a short form for a row whose node stands in another column, and a clause for the story. */
import { unhandled } from '#grammar';
import type { Moved } from '../facts/changes.ts';
import type { Becomes, Misread, Settled } from '../facts/clocks.ts';
import type { Chosen, Effects, Sent } from '../facts/effects.ts';
import { type CutOff, type Happened, happened, type Letter, type Message, type OffBy } from '../facts/happened.ts';
import type { Reader } from '../facts/reader.ts';
import { inBrackets, type Named } from '../facts/values.ts';
import { type Clause, named, worded } from './clause.ts';
import { enumerate, plural } from './counts.ts';

/** "Renew from Worker#1: sends Granted back" */
export function stepText(happened: Happened, effects: Effects): string {
  const parts = effectTexts(effects);
  return parts.length === 0 ? headText(happened) : `${headText(happened)}: ${parts.join('; ')}`;
}

/** "Renew from Worker#1": what set the step off, of its own node */
export function headText(happened: Happened): string {
  switch (happened.kind) {
    case 'deliver':
    case 'duplicate':
      return `${receivedText(happened, true)}${notTaken(happened)}`;
    case 'fire':
      return `${happened.timer} runs out${offByText(happened.offBy)}${happened.ignored ? ', ignored: no handler takes it now' : ''}`;
    case 'resume':
      return 'goes on after the pause';
    case 'restart':
      return restartText(happened);
    case 'act':
      return actionText(happened);
    case 'stabilise':
      return `the system stabilises: ${['every eventual bound holds from now on', ...happened.clocks.map(settledText)].join('; ')}`;
    case 'crash':
      return crashText(happened);
    case 'lie':
      return `${messageText(happened.message)} from ${happened.message.from}, a lie`;
    case 'clock':
      return clockText(happened);
    case 'tick':
    case 'heal':
    case 'lose':
    case 'corrupt':
    case 'cut':
      return stepClause(happened).text;
    default:
      return unhandled(happened);
  }
}

/** "LeaseService receives Renew from Worker#1" */
export function stepClause(happened: Happened): Clause {
  switch (happened.kind) {
    case 'deliver':
    case 'duplicate':
      return receivedClause(happened);
    case 'fire':
      return named(`${happened.node}'s ${happened.timer} runs out${offByText(happened.offBy)}`);
    case 'resume':
      return named(`${happened.node} goes on`);
    case 'restart':
      return named(`${happened.node} ${restartText(happened)}`);
    case 'act':
      return named(`${happened.node} runs \`${actionText(happened)}\``);
    case 'tick':
      return worded('time passes');
    case 'stabilise':
      return worded(['the system stabilises', ...happened.clocks.map(settledText)].join(', and '));
    case 'heal':
      return healClause(happened.cut);
    case 'crash':
      return named(`${happened.node} ${crashText(happened)}`);
    case 'lose':
      return named(`${letterText(happened.message)} is lost`);
    case 'corrupt':
      return named(`${letterText(happened.message)} is corrupted into ${messageText(happened.into)}`);
    case 'cut':
      return cutClause(happened.cut);
    case 'lie':
      return named(`${happened.message.from} lies to ${happened.node}: ${messageText(happened.message)}`);
    case 'clock':
      return named(`${happened.node}'s ${clockText(happened)}`);
    default:
      return unhandled(happened);
  }
}

/** "Worker#1 pauses for 2 ticks while Ping waits" */
export function pausesText({
  node,
  ticks,
  waiting,
}: {
  readonly node: string;
  readonly ticks: number;
  readonly waiting: string | null;
}): string {
  return `${node} pauses for ${plural(ticks, 'tick')}${waiting === null ? '' : ` while ${waiting} waits`}`;
}

/** Step `index` of a run: "LeaseService receives Renew from Worker#1" */
export function stepClauseText(reader: Reader, index: number): string {
  return stepClause(happened(reader, index)).text;
}

/** `Write(token: 1)`; without fields `Pong` */
export function messageText({ message, fields }: Message): string {
  return fields.length === 0 ? message : message + inBrackets(fields);
}

/** "Granted from LeaseService to Worker#1" */
export function letterText(letter: Letter): string {
  return `${messageText(letter)} from ${letter.from} to ${letter.to}`;
}

type Received = Extract<Happened, { fate: unknown }>;

/** "Renew from Worker#1 (corrupted)"; `copy`: a copy that stays in flight is one of the notes */
export function receivedText({ kind, message, corrupted, older }: Received, copy: boolean): string {
  const notes = [
    ...(corrupted ? ['corrupted'] : []),
    ...(older === null ? [] : [older === 'answer' ? 'an answer to an older request' : 'an older request']),
    ...(copy && kind === 'duplicate' ? ['a copy stays in flight'] : []),
  ];
  return `${messageText(message)} from ${message.from}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

function notTaken({ fate, node }: Received): string {
  if (fate === 'handled') return '';
  return fate === 'ignored' ? ', ignored: no handler takes it now' : `, not received: ${node} is down`;
}

/** A copy that stays in flight is a clause of its own, if it is mentioned at all. */
function receivedClause(happened: Received): Clause {
  const { node, fate } = happened;
  const text = receivedText(happened, false);
  if (fate === 'receiver down') return named(arrivedText(happened, text));
  return named(`${node} ${fate === 'handled' ? 'receives' : 'ignores'} ${text}${copyText(happened)}`);
}

/** "Ask from Participant#1 reaches Coordinator, which is down"; `message`: what it is called */
export function arrivedText(happened: Received, message: string): string {
  const fates = { handled: '', ignored: ', which ignores it', 'receiver down': ', which is down' };
  return `${message} reaches ${happened.node}${fates[happened.fate]}${copyText(happened)}`;
}

function copyText({ kind }: Received): string {
  return kind === 'duplicate' ? ', and a copy of it stays in flight' : '';
}

function offByText(offBy: OffBy | null): string {
  return offBy === null ? '' : ` after ${plural(offBy.ticks, 'tick')} instead of ${offBy.insteadOf}`;
}

function actionText({ action, params }: Extract<Happened, { kind: 'act' }>): string {
  return params.length === 0 ? action : action + inBrackets(params);
}

function crashText({ forGood, lost }: Extract<Happened, { kind: 'crash' }>): string {
  if (forGood) return 'stops for good';
  return lost === null ? 'crashes' : 'crashes and loses its durable variables too';
}

/** "wall is set back by 2 and goes on from 0" */
function clockText({ clock, by, goesOnFrom }: Extract<Happened, { kind: 'clock' }>): string {
  return `${clock} is set ${by < 0 ? 'back' : 'forward'} by ${Math.abs(by)} and goes on from ${goesOnFrom}`;
}

/** "restarts, and uptime begins again from 0" */
function restartText({ clocks }: Extract<Happened, { kind: 'restart' }>): string {
  if (clocks.length === 0) return 'restarts';
  return `restarts, and ${enumerate(clocks)} ${clocks.length === 1 ? 'begins' : 'begin'} again from 0`;
}

/** "Server's wall is ahead and stands still at 3" */
function settledText({ node, clock, becomes }: Settled): string {
  return `${node}'s ${clock} ${clockBecomes(becomes)}`;
}

function clockBecomes(becomes: Becomes): string {
  switch (becomes.kind) {
    case 'stands still':
      return `is ahead and stands still at ${becomes.at}`;
    case 'catches up':
      return `catches up to ${becomes.to}`;
    case 'goes right':
      return 'goes right again';
    default:
      return unhandled(becomes);
  }
}

function cutClause(cut: CutOff): Clause {
  switch (cut.kind) {
    case 'two-way':
      return named(`${enumerate(cut.nodes)} ${cut.nodes.length === 1 ? 'is' : 'are'} cut off from the others`);
    case 'one-way':
      return worded(`${sentBy(cut.nodes)} is cut off`);
    case 'link':
    case 'one-way link':
      return worded(`${linkText(cut)} is cut`);
    default:
      return unhandled(cut);
  }
}

/** "the link between A and B heals" */
export function healClause(cut: CutOff): Clause {
  switch (cut.kind) {
    case 'two-way':
      return named(`${enumerate(cut.nodes)} ${cut.nodes.length === 1 ? 'is' : 'are'} back with the others`);
    case 'one-way':
      return worded(`${sentBy(cut.nodes)} gets through again`);
    case 'link':
    case 'one-way link':
      return worded(`${linkText(cut)} heals`);
    default:
      return unhandled(cut);
  }
}

function sentBy(nodes: readonly string[]): string {
  return `what ${enumerate(nodes)} ${nodes.length === 1 ? 'sends' : 'send'} to the others`;
}

function linkText({ kind, from, to }: Extract<CutOff, { readonly from: string }>): string {
  return kind === 'link' ? `the link between ${from} and ${to}` : `the link from ${from} to ${to}`;
}

// What the code did

export function effectTexts({ seen, misread, chosen, sent, stops }: Effects): string[] {
  return [
    ...(seen.length === 0 ? [] : [seen.map(isText).join(', ')]),
    ...misread.map(misreadText),
    ...chosen.map(chosenText),
    ...sent.map(sentText),
    ...(stops ? ['stops at its pause'] : []),
  ];
}

/** "lease.left is 1" */
export function isText({ name, value }: Named): string {
  return `${name} is ${value}`;
}

/** "reads wall.now as 5 at true time 3", "reads up.now as 3, 2 ticks after its start" */
export function misreadText({ clock, reads, instead: { kind, ticks } }: Misread): string {
  const told = `reads ${clock} as ${reads}`;
  return kind === 'since start' ? `${told}, ${plural(ticks, 'tick')} after its start` : `${told} at true time ${ticks}`;
}

/** "picks delay = 3", "patience will take 3 ticks instead of 2" */
export function chosenText(chosen: Chosen): string {
  if (chosen.kind === 'picked') return `picks ${chosen.name} = ${chosen.value}`;
  return `${chosen.timer} will take ${plural(chosen.ticks, 'tick')} instead of ${chosen.insteadOf}`;
}

/** "sends Renew to LeaseService", "broadcasts Store(version: 1) to Replica#1, Replica#2", "sends Granted back" */
export function sentText(sent: Sent): string {
  const fate = { cut: ', lost at the cut', 'queue full': `, lost because the queue is full${fullText(sent)}` };
  const lost = sent.lost === null ? '' : fate[sent.lost];
  if (sent.back) return `sends ${messageText(sent)} back${lost}`;
  const receivers = sent.every === null ? sent.to.join(', ') : `every ${sent.every}`;
  return `${sent.to.length === 1 ? 'sends' : 'broadcasts'} ${messageText(sent)} to ${receivers}${lost}`;
}

/** " (`queue 1 per link`, taken by Prepare)": the assumption, and what is in the way */
function fullText({ full }: Sent): string {
  if (full === null) return '';
  const counts = new Map<string, number>();
  for (const one of full.holds) counts.set(one, (counts.get(one) ?? 0) + 1);
  const holds = [...counts].map(([message, count]) => (count === 1 ? message : `${count} ${message}`));
  return ` (\`queue ${full.most} per link\`, taken by ${enumerate(holds)})`;
}

// What changed

/** "granted", "not granted", "holder Worker#1" */
export function valueText({ name, value }: Named): string {
  if (value === 'true') return name;
  return value === 'false' ? `not ${name}` : `${name} ${value}`;
}

/** "holder none"; of a node other than `at`, in whose row it stands, with its node */
export function changeText({ kind, node, name, to }: Moved, at: string | null): string {
  return valueText({ name: node === null || node === at || kind === 'timer' ? name : `${node}.${name}`, value: to });
}

/** "granted becomes true" */
export function becomesText({ kind, node, name, from, to }: Moved, at: string | null): string {
  const place = node === null || node === at || kind === 'timer' ? name : `${node}.${name}`;
  // A number that falls is what many a story is about.
  return Number(to) > 0 && Number(to) < Number(from) && from !== '' ? `${place} falls from ${from} to ${to}` : `${place} becomes ${to}`;
}

/** ", and holds becomes true", ": busy becomes false and done becomes 1" */
export function effectText(changed: readonly Moved[], node: string | null): string {
  const changes = changed.map((change) => becomesText(change, node));
  if (changes.length < 2) return changes.map((change) => `, and ${change}`).join('');
  return `: ${enumerate(changes)}`;
}
