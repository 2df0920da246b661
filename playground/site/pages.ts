/** Which pages the site has: those of `docs`, the front page, the guided path with a page for each sample, and the project's own. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { sampleMarkdown } from './sample-page.ts';

export interface SitePage {
  /** the file that it is made of, from the root of the repository */
  readonly source: string;
  /** from the root of the site; of an index it ends in a slash */
  readonly address: string;
  readonly title: string;
  /** in the list of pages */
  readonly label: string;
  readonly markdown: string;
  /** the page in whose part of the list it stands; null where it stands there by itself */
  readonly parent: string | null;
}

export interface Group {
  readonly title: string;
  /** source and label of each */
  readonly pages: readonly (readonly [source: string, label: string])[];
}

/** The list of pages, from top to bottom, which is also their order. */
export const GROUPS: readonly Group[] = [
  {
    title: 'To begin with',
    pages: [
      ['README.md', 'Overview'],
      ['samples/README.md', 'The samples, a guided path'],
      ['samples/incidents/README.md', 'Incidents'],
      ['docs/samples.md', 'Why each verdict is right'],
    ],
  },
  {
    title: 'The language',
    pages: [
      ['docs/language.md', 'The language'],
      ['docs/fairness.md', 'Fairness'],
      ['docs/glossary.md', 'Glossary'],
      ['docs/coming-from.md', 'Coming from other tools'],
      ['docs/codes', 'Messages by their codes'],
    ],
  },
  {
    title: 'Checking',
    pages: [
      ['docs/command-line.md', 'The command line'],
      ['docs/provisos.md', 'Provisos'],
      ['docs/scale.md', 'When a model is too large'],
      ['docs/simulate.md', 'Simulation'],
      ['docs/limits.md', 'Limits'],
      ['docs/speed.md', 'Speed'],
    ],
  },
  {
    title: 'Editors and browsers',
    pages: [
      ['docs/view.md', 'The counterexample view'],
      ['docs/debugger.md', 'The debugger'],
      ['docs/test-explorer.md', 'Test Explorer'],
      ['docs/browser.md', 'In the browser'],
    ],
  },
  {
    title: 'Code and other programs',
    pages: [
      ['docs/code.md', 'Down to the code'],
      ['examples/lock-service/README.md', 'The worked example'],
      ['docs/ci.md', 'In a pipeline'],
      ['docs/json.md', 'The result as JSON'],
      ['docs/mcp.md', 'Coding assistants'],
      ['docs/tla.md', 'TLA+ and TLC'],
    ],
  },
  {
    title: 'The project',
    pages: [
      ['ARCHITECTURE.md', 'Architecture'],
      ['CONTRIBUTING.md', 'Contributing'],
      ['docs/testing.md', 'How it is tested'],
      ['CHANGELOG.md', 'Changes'],
    ],
  },
];

/** Folders whose specifications have a page each, and the page that these belong to. */
const SPECIFICATIONS: Readonly<Record<string, string>> = {
  samples: 'samples/README.md',
  'samples/incidents': 'samples/incidents/README.md',
  'test/public': 'docs/coming-from.md',
  'examples/lock-service': 'examples/lock-service/README.md',
};
/** Other files of the repository that pages link to: each becomes a page that shows it. */
const SHOWN: Readonly<Record<string, string>> = { 'examples/lock-service/src/log.ts': 'examples/lock-service/README.md' };
/** Folders that pages link to, and the page that stands for each. */
export const FOLDERS: Readonly<Record<string, string>> = {
  samples: 'samples/README.md',
  'examples/lock-service': 'examples/lock-service/README.md',
};

const CODES = 'docs/codes';

/** `root`: of the repository, ends in a slash. In the order of the list. @throws Error where a page of `docs` stands in no group */
export function sitePages(root: URL): SitePage[] {
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
  const names = (folder: string, end: string) => readdirSync(new URL(`${folder}/`, root)).filter((name) => name.endsWith(end));
  const codes = names(CODES, '.md').map((name) => pageOf(`${CODES}/${name}`, name.slice(0, -'.md'.length), read, CODES));
  const listed = GROUPS.flatMap(({ pages }) => pages);
  const lost = names('docs', '.md').filter((name) => !listed.some(([source]) => source === `docs/${name}`));
  if (lost.length > 0) throw new Error(`in no group of playground/site/pages.ts: ${lost.join(', ')}`);
  const specifications = Object.entries(SPECIFICATIONS).flatMap(([folder, parent]) =>
    names(folder, '.proviso').map((name) => specificationPage(`${folder}/${name}`, parent, read)),
  );
  const shown = Object.entries(SHOWN).map(([source, parent]) => shownPage(source, parent, read(source)));
  const inside = [...specifications, ...codes, ...shown];
  return listed.flatMap(([source, label]) => [
    source === CODES ? codeList(codes) : pageOf(source, label, read, null),
    ...inside.filter(({ parent }) => parent === source),
  ]);
}

function pageOf(source: string, label: string, read: (path: string) => string, parent: string | null): SitePage {
  const markdown = read(source);
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? label;
  return { source, address: addressOf(source), title, label, markdown, parent };
}

function specificationPage(source: string, parent: string, read: (path: string) => string): SitePage {
  const name = posix.basename(source, '.proviso');
  const reasons = source.startsWith('samples/') ? reasonsOf(name, read('docs/samples.md')) : [];
  return { source, address: addressOf(source), title: name, label: name, parent, markdown: sampleMarkdown(name, read(source), reasons) };
}

/** The paragraphs of docs/samples.md that begin with its name: why its verdicts are right. */
function reasonsOf(name: string, page: string): string[] {
  return page.split(/\n{2,}/).filter((paragraph) => paragraph.startsWith(`**${name}.**`));
}

function shownPage(source: string, parent: string, text: string): SitePage {
  const language = posix.extname(source).slice(1);
  const name = posix.basename(source);
  return {
    source,
    address: addressOf(source),
    title: name,
    label: name,
    parent,
    markdown: `# \`${name}\`\n\n\`\`\`${language}\n${text}\`\`\`\n`,
  };
}

function codeList(codes: readonly SitePage[]): SitePage {
  const entries = codes.map(({ label, title }) => `| [${label}](codes/${label}.md) | ${title.replace(/^\w+: /, '')} |`);
  const markdown = `# Messages by their codes\n\nEvery message of the analysis has a code. Its page has an example that raises it, and what to write instead;
\`proviso explain CODE\` prints the same.\n\n| code | says |\n| --- | --- |\n${entries.join('\n')}\n`;
  return {
    source: 'docs/codes',
    address: 'codes/',
    title: 'Messages by their codes',
    label: 'Messages by their codes',
    markdown,
    parent: null,
  };
}

/** As the files are called, but for those that would hide each other there. */
function addressOf(source: string): string {
  if (source === 'README.md') return './';
  const path = source
    .replace(/^docs\//, '')
    .replace(/^samples\//, 'guide/')
    .replace(/^test\/public\//, 'models/');
  if (path.startsWith('guide/')) return path.replace(/README\.md$/, '').replace(/\.proviso$/, '.html');
  const page = path.replace(/\/README\.md$/, '.md').replace(/\.(md|proviso|ts)$/, '.html');
  return page.includes('/') ? page : page.toLowerCase();
}
