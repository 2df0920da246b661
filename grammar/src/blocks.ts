/** The direct parts of a statement, for walks through bodies. */
import type { Block, NodeItem, NodeMember, Send, Statement } from './ast.ts';
import { unhandled } from './unhandled.ts';

/** The blocks inside, in text order. */
export function blocksIn(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'if':
      return statement.else === null ? [statement.then] : [statement.then, statement.else];
    case 'match':
      return [...statement.cases.map(({ body }) => body), ...(statement.otherwise === null ? [] : [statement.otherwise])];
    case 'for':
    case 'ghost':
      return [statement.body];
    case 'assign':
    case 'let':
    case 'choose':
    case 'random':
    case 'send':
    case 'broadcast':
    case 'reply':
    case 'call':
    case 'start':
    case 'stop':
    case 'pause':
    case 'assert':
      return [];
    default:
      return unhandled(statement);
  }
}

/** The send that the statement is or names; null if it sends nothing itself. */
export function sendIn(statement: Statement): Send | null {
  switch (statement.kind) {
    case 'send':
    case 'broadcast':
    case 'reply':
      return statement;
    case 'call':
      return statement.send;
    case 'if':
    case 'match':
    case 'for':
    case 'ghost':
    case 'assign':
    case 'let':
    case 'choose':
    case 'random':
    case 'start':
    case 'stop':
    case 'pause':
    case 'assert':
      return null;
    default:
      return unhandled(statement);
  }
}

/** Every statement of a body, each before those inside it. */
export function* statementsIn(block: Block): Generator<Statement> {
  for (const statement of block.statements) {
    yield statement;
    for (const inner of blocksIn(statement)) yield* statementsIn(inner);
  }
}

/** The code of a member of a node; null for one that has none. */
export function bodyOf(member: NodeMember): Block | null {
  switch (member.kind) {
    case 'handler':
    case 'action':
      return member.body;
    case 'variable':
    case 'timer':
    case 'defer':
      return null;
    default:
      return unhandled(member);
  }
}

/** Every statement of a node's handlers and actions. */
export function statementsOf({ members }: NodeItem): Statement[] {
  return members.flatMap((member) => {
    const body = bodyOf(member);
    return body === null ? [] : [...statementsIn(body)];
  });
}
