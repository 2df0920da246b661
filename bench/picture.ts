/** `npm run picture`: the picture of the README, drawn from what the tool prints on a sample. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const COMMAND = ['check', 'samples/unfenced-lock.proviso', '--assume', 'Paused', '--traces'];
const [SIZE, LINE, ADVANCE, MARGIN] = [13, 18, 7.83, 16];
const COLOURS: Record<string, string> = { '31': '#ff7b72', '32': '#7ee787', '33': '#e3b341', '36': '#79c0ff' };

interface Run {
  readonly text: string;
  readonly style: string;
}

/** A line with its escape sequences, as runs of one style. */
function runs(line: string): Run[] {
  const out: Run[] = [];
  let style = '';
  // The first part stands before any escape; the others are pairs of a number and the text after it.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  const [first, ...rest] = line.split(/\x1b\[(\d+)m/);
  out.push({ text: first, style });
  for (let i = 0; i < rest.length; i += 2) {
    style = styleOf(rest[i]);
    out.push({ text: rest[i + 1], style });
  }
  return out.filter((run) => run.text !== '');
}

function styleOf(code: string): string {
  if (code === '1') return 'font-weight="bold"';
  if (code === '2') return 'fill="#8b949e"';
  return COLOURS[code] === undefined ? '' : `fill="${COLOURS[code]}"`;
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const output = execFileSync(process.execPath, ['cli/src/main.ts', ...COMMAND], {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1' },
});
const lines = [`$ proviso ${COMMAND.join(' ')}`, ...output.trimEnd().split('\n')];
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const columns = Math.max(...lines.map((line) => line.replace(/\x1b\[\d+m/g, '').length));
const [width, height] = [Math.ceil(columns * ADVANCE + 2 * MARGIN), lines.length * LINE + 2 * MARGIN];
const text = lines.map((line, i) => {
  const spans = runs(line).map((run) => `<tspan ${run.style}>${escaped(run.text)}</tspan>`);
  return `<text x="${MARGIN}" y="${MARGIN + (i + 0.8) * LINE}" xml:space="preserve">${spans.join('')}</text>`;
});
writeFileSync(
  'docs/images/counterexample.svg',
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A counterexample in the terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}" fill="#e6edf3">
${text.join('\n')}
</g>
</svg>
`,
);
