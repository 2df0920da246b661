/**
 * Answers that are collected or counted without saying to which request they belong: an answer to an older request, late,
 * then counts for a newer one. Suspected where each round of requests begins the collection anew, and the handler adds to it
 * whatever comes.
 */
import {
  type Block,
  type HandlerMember,
  type NameTrigger,
  type NodeItem,
  type Statement,
  type System,
  sendIn,
  statementsOf,
} from '#grammar';
import { assigned, eachStatement, someStatement } from './statements.ts';
import { comparesMessage, marked, marking, type Suspect, said } from './suspect.ts';

export function unnamedAnswers(system: System): Suspect[] {
  return system.items.flatMap((node) =>
    node.kind === 'node' ? node.members.flatMap((m) => (m.kind === 'handler' ? ofHandler(system, node, m) : [])) : [],
  );
}

function ofHandler(system: System, node: NodeItem, handler: HandlerMember): Suspect[] {
  if (comparesMessage(handler)) return [];
  const collected = collectedIn(handler.body);
  if (collected.size === 0) return [];
  return handler.triggers.flatMap((trigger) => {
    if (trigger.kind !== 'name' || trigger.call !== null) return [];
    const requests = requestsFor(system, trigger.name.text);
    if (requests.size === 0 || !everyRoundBeginsAnew(node, requests, collected)) return [];
    const members = node.members.flatMap((m): NodeItem['members'] =>
      (m === handler ? split(handler, trigger, requests) : [m]).map((one) => named(one, requests)),
    );
    return [{ diagnostic: diagnostic(trigger), system: marked(system, node, members, node.span) }];
  });
}

/** Variables that the body adds to; those of ghosts do not count. */
function collectedIn(body: Block): ReadonlySet<string> {
  const found = new Set<string>();
  someStatement(
    body,
    (s) => {
      const name = s.kind === 'assign' && s.op === '+=' ? assigned(s.target) : null;
      if (name !== null) found.add(name);
      return false;
    },
    false,
  );
  return found;
}

/** Messages that some handler answers with this one. */
function requestsFor(system: System, answer: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const item of system.items) {
    if (item.kind !== 'node') continue;
    for (const m of item.members) {
      if (m.kind !== 'handler' || !someStatement(m.body, (s) => s.kind === 'reply' && s.message.text === answer)) continue;
      for (const t of m.triggers) if (t.kind === 'name') found.add(t.name.text);
    }
  }
  return found;
}

/** All requests are broadcasts, and where one is made the collection is set: whatever is repeated belongs to no older round. */
function everyRoundBeginsAnew(node: NodeItem, requests: ReadonlySet<string>, collected: ReadonlySet<string>): boolean {
  if (!statementsOf(node).some((s) => isRequest(sendIn(s) ?? s, requests))) return false;
  return node.members.every((m) => {
    if (m.kind !== 'handler' && m.kind !== 'action') return true;
    if (someStatement(m.body, (s) => s.kind === 'send' && requests.has(s.message.text))) return false;
    if (!someStatement(m.body, (s) => isRequest(s, requests))) return true;
    const set = new Set<string>();
    eachStatement(m.body, (s) => {
      const name = s.kind === 'assign' && s.op === '=' ? assigned(s.target) : null;
      if (name !== null) set.add(name);
    });
    return [...collected].every((name) => set.has(name));
  });
}

function isRequest(s: Statement, requests: ReadonlySet<string>): boolean {
  return s.kind === 'broadcast' && requests.has(s.message.text);
}

/** The name that the copy gives to a request; none in a file has a space. */
const callOf = (request: string) => `request ${request}`;

/** Answers to the newest request first, as the handler takes them; the others are marked. */
function split(handler: HandlerMember, trigger: NameTrigger, requests: ReadonlySet<string>): HandlerMember[] {
  const others = handler.triggers.filter((t) => t !== trigger);
  const current = [...requests].map((request): HandlerMember => {
    return { ...handler, triggers: [{ ...trigger, call: { text: callOf(request), span: trigger.span } }] };
  });
  const late: HandlerMember = { ...handler, triggers: [trigger], body: marking(handler.body, trigger.span) };
  return [...(others.length === 0 ? [] : [{ ...handler, triggers: others }]), ...current, late];
}

/** With a name for each request. */
function named<M extends NodeItem['members'][number]>(member: M, requests: ReadonlySet<string>): M {
  return member.kind === 'handler' || member.kind === 'action' ? { ...member, body: namedIn(member.body, requests) } : member;
}

function namedIn(body: Block, requests: ReadonlySet<string>): Block {
  return { ...body, statements: body.statements.map((s) => namedStatement(s, requests)) };
}

function namedStatement(s: Statement, requests: ReadonlySet<string>): Statement {
  const inside = (block: Block) => namedIn(block, requests);
  switch (s.kind) {
    case 'broadcast':
      return isRequest(s, requests) ? { kind: 'call', name: { text: callOf(s.message.text), span: s.span }, send: s, span: s.span } : s;
    case 'call':
      // It is named already, and its answers are told apart elsewhere; here they would be taken for late ones.
      return isRequest(s.send, requests) ? { ...s, name: { text: callOf(s.send.message.text), span: s.span } } : s;
    case 'if':
      return { ...s, then: inside(s.then), else: s.else === null ? null : inside(s.else) };
    case 'match':
      return {
        ...s,
        cases: s.cases.map((one) => ({ ...one, body: inside(one.body) })),
        otherwise: s.otherwise === null ? null : inside(s.otherwise),
      };
    case 'for':
      return { ...s, body: inside(s.body) };
    default:
      return s satisfies Exclude<Statement, { kind: 'broadcast' | 'call' | 'if' | 'match' | 'for' }>;
  }
}

function diagnostic({ name }: NameTrigger): Suspect['diagnostic'] {
  return said((reporter) =>
    reporter.report('PV0702', name.span, `a late ${name.text} to an older request counts here as well`, {
      why: 'An answer can arrive after a new request has been sent.',
      help: `name the request with \`call round = broadcast ...\` and accept only its answers with \`on ${name.text} for round\``,
    }),
  );
}
