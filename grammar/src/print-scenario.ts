/** The steps of a scenario as text. */
import type { Arg, Expr, ScenarioEvent, ScenarioItem, ScenarioStep } from './ast.ts';
import { printArgs, printBinder, printExpr } from './print-expression.ts';
import { unhandled } from './unhandled.ts';

/** The whole scenario on one line, without its name. */
export function printScenario({ binders, steps, then }: ScenarioItem): string {
  const some = binders.length === 0 ? '' : `for some ${binders.map(printBinder).join(', ')} `;
  const parts = [...steps.map(printStep), ...(then === null ? [] : [`then ${printExpr(then)}`])];
  return `${some}{ ${parts.join('; ')} }`;
}

export function printStep({ atOnce, event }: ScenarioStep): string {
  return `${atOnce ? 'at once ' : ''}${printEvent(event)}`;
}

function printEvent(event: ScenarioEvent): string {
  switch (event.kind) {
    case 'act': {
      const args = event.args.length === 0 ? '' : `(${event.args.map(printExpr).join(', ')})`;
      return `${printExpr(event.node)}: ${event.action.text}${args}${pausing(event)}`;
    }
    case 'resume':
      return `${printExpr(event.node)}: goes on${pausing(event)}`;
    case 'on': {
      const key = event.key === null ? '' : `[${printExpr(event.key)}]`;
      const which = event.args === null ? '' : payload(event.args, true);
      return `${printExpr(event.node)}: on ${event.name.text}${key}${which}${end('from', event.from)}${pausing(event)}`;
    }
    case 'ignore':
      return `${printExpr(event.node)}: ignores ${event.message.text}${payload(event.args)}${end('from', event.from)}`;
    case 'crash':
    case 'forget':
    case 'restart':
      return `${printExpr(event.node)}: ${{ crash: 'crashes', forget: 'forgets', restart: 'restarts' }[event.kind]}`;
    case 'clock':
      return `${printExpr(event.node)}: clock steps${event.by === null ? '' : ` by ${printExpr(event.by)}`}`;
    case 'lose':
    case 'duplicate':
    case 'corrupt': {
      const word = { lose: 'loses', duplicate: 'duplicates', corrupt: 'corrupts' }[event.kind];
      return `${word} ${event.message.text}${payload(event.args)}${end('from', event.from)}${end('to', event.to)}`;
    }
    case 'cut':
      return `cuts { ${event.members.map(printExpr).join(', ')} }`;
    case 'heal':
      return 'heals';
    case 'stabilise':
      return 'stabilises';
    case 'ticks': {
      const one = event.ticks.kind === 'number' && event.ticks.value === 1;
      return `${printExpr(event.ticks)} ${one ? 'tick passes' : 'ticks pass'}`;
    }
    default:
      return unhandled(event);
  }
}

function pausing({ pauses }: { readonly pauses: boolean }): string {
  return pauses ? ' pauses' : '';
}

function payload(args: readonly Arg[], always = false): string {
  return args.length === 0 && !always ? '' : `(${printArgs(args)})`;
}

function end(word: 'from' | 'to', node: Expr | null): string {
  return node === null ? '' : ` ${word} ${printExpr(node)}`;
}
