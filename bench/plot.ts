/** Small pictures of growth: panels beside each other, one axis of whole numbers below and a logarithmic one at the left. */

export interface Series {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

export interface Picture {
  /** for those who do not see it */
  readonly title: string;
  /** what grows */
  readonly axis: string;
  readonly panels: readonly Panel[];
}

const [WIDTH, HEIGHT] = [250, 190];
const [LEFT, TOP, BOTTOM, LEGEND] = [64, 30, 44, 160];
const SIZE = 12;
/** Each with a mark of its own, for those who do not tell colours apart; light enough on dark, and dark enough on light. */
const STYLES = [
  { colour: '#1f83d6', mark: (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="3.5"/>` },
  { colour: '#5a7fb0', mark: (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="3" fill="none" stroke-width="1.5"/>` },
  { colour: '#d9822b', mark: (x: number, y: number) => `<path d="M${x - 3.5} ${y - 3.5}h7v7h-7z"/>` },
  { colour: '#2f9e6e', mark: (x: number, y: number) => `<path d="M${x} ${y - 4.5}l4 7.5h-8z"/>` },
  { colour: '#c2569b', mark: (x: number, y: number) => `<path d="M${x} ${y - 5}l5 5l-5 5l-5 -5z"/>` },
  { colour: '#c0504d', mark: (x: number, y: number) => `<path d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8" stroke-width="2"/>` },
];

export function picture({ title, axis, panels }: Picture): string {
  const each = LEFT + WIDTH + LEGEND;
  const [width, height] = [each * panels.length, TOP + HEIGHT + BOTTOM];
  const drawn = panels.map((panel, i) => `<g transform="translate(${i * each + LEFT} ${TOP})">\n${drawnPanel(panel, axis)}\n</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>
text { font: ${SIZE}px system-ui, sans-serif; fill: #444c56 }
.grid { stroke: #8b949e; stroke-opacity: 0.35 }
@media (prefers-color-scheme: dark) { text { fill: #c9d1d9 } }
</style>
${drawn.join('\n')}
</svg>
`;
}

function drawnPanel({ title, series }: Panel, axis: string): string {
  const all = series.flatMap(({ points }) => points);
  const xs = all.map(([x]) => x);
  const ys = all.map(([, y]) => Math.log10(y));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.floor(Math.min(...ys)), Math.max(Math.ceil(Math.max(...ys)), Math.floor(Math.min(...ys)) + 1)];
  const across = (x: number) => round(left === right ? WIDTH / 2 : ((x - left) / (right - left)) * WIDTH);
  const up = (decade: number) => round(HEIGHT * (1 - (decade - low) / (high - low)));
  const decades = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const labelled = decades.length > 5 ? decades.filter((decade) => (decade - low) % 2 === 0) : decades;
  return [
    `<text x="${-LEFT + 8}" y="-14">${title}</text>`,
    ...decades.map((decade) => `<path class="grid" d="M0 ${up(decade)}h${WIDTH}"/>`),
    ...labelled.map((decade) => `<text x="-8" y="${up(decade) + 4}" text-anchor="end">${power(decade)}</text>`),
    ...[...new Set(xs)].map((x) => `<text x="${across(x)}" y="${HEIGHT + 18}" text-anchor="middle">${x}</text>`),
    `<text x="${WIDTH / 2}" y="${HEIGHT + 36}" text-anchor="middle">${escaped(axis)}</text>`,
    ...series.map(({ points }, i) =>
      styled(
        i,
        points.map(([x, y]) => [across(x), up(Math.log10(y))]),
      ),
    ),
    ...legend(series),
  ].join('\n');
}

function styled(i: number, places: readonly (readonly number[])[]): string {
  const { colour, mark } = STYLES[i % STYLES.length];
  const line = places.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return `<g stroke="${colour}" fill="${colour}"><path d="${line}" fill="none" stroke-width="1.5"/>${places.map(([x, y]) => mark(x, y)).join('')}</g>`;
}

/** In the order in which the lines end, from above. */
function legend(series: readonly Series[]): string[] {
  const last = ({ points }: Series) => points.at(-1)?.[1] ?? 0;
  const ordered = series.map((one, i) => ({ one, i })).toSorted((a, b) => last(b.one) - last(a.one));
  return ordered.map(({ one, i }, row) => {
    const { colour, mark } = STYLES[i % STYLES.length];
    const y = 8 + row * 18;
    const key = `<g stroke="${colour}" fill="${colour}">${mark(WIDTH + 18, y)}</g>`;
    return `${key}<text x="${WIDTH + 28}" y="${y + 4}">${escaped(one.label)}</text>`;
  });
}

/** 0.01, 1, 1,000, 1 million */
function power(decade: number): string {
  return decade >= 6 ? `${(10 ** (decade - 6)).toLocaleString('en')} m` : (10 ** decade).toLocaleString('en', { maximumFractionDigits: 6 });
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
