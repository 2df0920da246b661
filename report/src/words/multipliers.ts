/** What multiplies the states of a search, as a table, and what to bound. */
import { unhandled } from '#grammar';
import { greatest, padded, width, wrapped } from '../layout.ts';
import type { Largest } from '../result/types.ts';
import { enumerate, plural } from './counts.ts';
import { growthText } from './growth.ts';

/** Fewer lines than this are read. */
const MOST_LINES = 8;
/** The same of a search that was stopped. */
const MOST_NAMES = 3;
/** What multiplies by less than this is not worth a line. */
const LEAST_TIMES = 1.05;

/** "messages in flight     × 41"; `where`: " at P = 2" */
export function multipliersText({ multipliers, states, growth, notSymmetric }: Largest, where: string, columns: number): string[] {
  const listed = multipliers.filter(({ times }) => times >= LEAST_TIMES).slice(0, MOST_LINES);
  if (listed.length === 0) return [];
  const names = listed.map(nameOf);
  const column = greatest(names.map(width));
  const [first] = listed;
  return [
    `What multiplies the ${plural(states, 'state')}${where}, as states for each one without it:`,
    ...listed.map(({ times }, i) => `  ${padded(names[i], column)}  × ${factor(times)}`),
    ...wrapped(`To make it smaller: ${advice(first)}.${growth === null ? '' : ` ${growthText(growth, states)}`}`, columns),
    ...notSymmetric.flatMap(({ name, why, place }) =>
      wrapped(`Nodes of ${name} are not symmetric: ${why}${place === null ? '' : ` (${place.file}:${place.line})`}.`, columns),
    ),
  ];
}

/** Of a search that was stopped: what to look at first. "The first 20,000 states are multiplied most by messages in flight (× 41)" */
export function stoppedText({ multipliers, first, timers, nodes, growth, states }: Largest, where: string): string {
  const listed = multipliers.filter(({ times }) => times >= LEAST_TIMES).slice(0, MOST_NAMES);
  const grown = growth === null ? '' : growthText(growth, states);
  if (listed.length === 0 || first === null) return grown;
  const parts = listed.map((one) => `${nameOf(one)} (× ${factor(one.times)})`);
  const beside = timers < 2 ? '' : `, with ${plural(timers, 'timer')} on ${plural(nodes, 'node')}`;
  return `The first ${plural(first, 'state')}${where} are multiplied most by ${enumerate(parts)}${beside}. To make it smaller: ${advice(listed[0])}.${grown === '' ? '' : ` ${grown}`}`;
}

type Multiplier = Largest['multipliers'][number];

function factor(times: number): string {
  return times < 10 ? times.toFixed(1) : String(Math.round(times));
}

function nameOf({ kind, name }: Multiplier): string {
  switch (kind) {
    case 'variable':
    case 'messages':
    case 'cut':
    case 'budget':
    case 'time':
      return name;
    case 'ghost':
      return `${name} (ghost)`;
    case 'timer':
      return `${name} (timer)`;
    case 'message':
      return `${name} (message)`;
    case 'pause':
      return `pauses of ${name}`;
    case 'crash':
      return `crashes of ${name}`;
    case 'clock':
      return `clocks of ${name}`;
    default:
      return unhandled(kind);
  }
}

function advice({ kind, name }: Multiplier): string {
  switch (kind) {
    case 'variable':
      return `give ${name} a smaller type, or bound it by \`limit\`; what nobody reads any more can go back to its first value`;
    case 'ghost':
      return `${name} is a ghost: leave it out with the properties that need it, or check those alone (\`--property\`)`;
    case 'timer':
      return `shorten what ${name} is started for and the bounds beside it alike: their order counts, not their length`;
    case 'messages':
      return 'bound the messages in flight (`network { capacity N }`, `queue N per link`), or send again only once an answer can no longer come';
    case 'message':
      return `send ${name} more rarely, or with fewer different contents; \`queue N per link\` bounds how many are under way`;
    case 'pause':
      return `assume shorter pauses of ${name}, or pauses of fewer roles`;
    case 'crash':
      return `assume fewer crashes of ${name} (\`up to N\`), or fewer nodes`;
    case 'clock':
      return `a nearer end of the clock (\`until N\`), or less skew of ${name}`;
    case 'cut':
      return 'assume cuts of fewer kinds, or `up to N` of them';
    case 'budget':
      return 'a smaller `up to N`, or none at all where the number does not matter';
    case 'time':
      return 'a nearer end of the clock (`until N`)';
    default:
      return unhandled(kind);
  }
}
