/** The claims of the samples at one glance: systems down, assumptions across. `npm run generate` writes the picture. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { claiming } from './claims-page.ts';

export const PICTURE = fileURLToPath(new URL('../../docs/images/provisos.svg', import.meta.url));

/** The words of a block for each column, and of a condition. */
const COLUMNS: readonly (readonly [string, RegExp])[] = [
  ['delay', /\bdelay\b/],
  ['pause', /\bpause\b/],
  ['drift', /\bdrift\b/],
  ['skew', /\bskew\b/],
  ['clock steps', /\bclock steps\b/],
  ['order', /\bfifo\b/],
  ['losses', /\blosses\b/],
  ['duplications', /\bduplications\b/],
  ['corruptions', /\bcorruptions\b/],
  ['cuts', /\bcuts\b/],
  ['crashes', /\bcrashes\b|\bno fault\b|\bonly stops\b|\bkeeps its disk\b/],
];

type Cell = 'needed' | 'does not matter' | 'not varied';

interface Line {
  readonly system: string;
  readonly cells: readonly Cell[];
  readonly claims: string;
}

/** A system needs of a quantity what some of its properties does. */
function lines(): Line[] {
  const found = new Map<string, { varied: Set<string>; needed: Set<string>; claims: Set<string> }>();
  for (const { analysis } of claiming()) {
    for (const { system, block, runs } of analysis.provisos) {
      const line = found.get(system) ?? { varied: new Set(), needed: new Set(), claims: new Set() };
      found.set(system, line);
      const claims = runs.flatMap((run) => run.claims);
      const words = block.over.map(({ word }) => word).join(', ');
      for (const [name, pattern] of COLUMNS) {
        if (pattern.test(words)) line.varied.add(name);
        if (claims.some(({ text }) => pattern.test(text))) line.needed.add(name);
      }
      for (const { property, exact, text } of claims) line.claims.add(`${property} holds ${exact ? 'when' : 'provided'} ${text}`);
    }
  }
  const cell = (name: string, { varied, needed }: { varied: Set<string>; needed: Set<string> }): Cell =>
    needed.has(name) ? 'needed' : varied.has(name) ? 'does not matter' : 'not varied';
  return [...found].map(([system, line]) => ({
    system,
    cells: COLUMNS.map(([name]) => cell(name, line)),
    claims: [...line.claims].join('\n'),
  }));
}

// Pixels
const [LEFT, TOP, ROW, COLUMN] = [190, 104, 20, 34];

export function claimsPicture(): string {
  const rows = lines();
  const [width, height] = [LEFT + COLUMNS.length * COLUMN + 70, TOP + rows.length * ROW + 34];
  const heads = COLUMNS.map(([name], i) => {
    const [x, y] = [LEFT + (i + 0.5) * COLUMN, TOP - 10];
    return `<text x="${x}" y="${y}" transform="rotate(-45 ${x} ${y})">${name}</text>`;
  });
  const body = rows.flatMap(({ system, cells, claims }, r) => {
    const y = TOP + (r + 0.5) * ROW;
    const marks = cells.map((cell, i) => mark(cell, LEFT + (i + 0.5) * COLUMN, y));
    const band = r % 2 === 0 ? [`<rect class="band" x="0" y="${y - ROW / 2}" width="${width}" height="${ROW}"/>`] : [];
    return [
      ...band,
      `<g><title>${escaped(claims)}</title><text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${system}</text>${marks.join('')}</g>`,
    ];
  });
  const y = TOP + rows.length * ROW + 20;
  const legend = [
    mark('needed', LEFT - 110, y - 4),
    `<text x="${LEFT - 98}" y="${y}">some property needs something of it</text>`,
    mark('does not matter', LEFT + 160, y - 4),
    `<text x="${LEFT + 172}" y="${y}">varied, and does not matter</text>`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>What each system of the samples needs</title>',
    '<style>text{font:12px system-ui,sans-serif;fill:#24292f}.band{fill:#f0f3f6}.needed{fill:#0969da}.free{fill:none;stroke:#8c959f}',
    '@media(prefers-color-scheme:dark){text{fill:#d0d7de}.band{fill:#1c2128}.needed{fill:#58a6ff}.free{stroke:#6e7681}}</style>',
    ...heads,
    ...body,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function mark(cell: Cell, x: number, y: number): string {
  switch (cell) {
    case 'needed':
      return `<circle class="needed" cx="${x}" cy="${y}" r="5"/>`;
    case 'does not matter':
      return `<circle class="free" cx="${x}" cy="${y}" r="4.5"/>`;
    case 'not varied':
      return '';
    default:
      return cell satisfies never;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PICTURE, claimsPicture());
