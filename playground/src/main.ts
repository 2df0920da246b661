/** The playground: a specification with its verdicts, the chapters of the guided path, and what can be done with both. */
import { ChapterPage } from './chapter-page.ts';
import { CHAPTERS, type Chapter } from './chapters.ts';
import { inVsCode, save, shareLink, warn } from './hand-over.ts';
import { Results } from './results.ts';
import { RunFrame } from './run-frame.ts';
import { type Shared, unshared } from './share.ts';
import { byId } from './spec/elements.ts';
import { LanguageServer } from './spec/language-server.ts';
import { changedLine } from './spec/protocol.ts';
import { scriptAddress } from './spec/scripts.ts';
import { Spec } from './spec/spec.ts';

/** The text of each chapter's file: put in when the scripts are made. */
declare const PROVISO_TEXTS: Readonly<Record<string, string>>;

/** Below this there is an editor only where somebody asks for it: as wide as a tablet. */
const WIDE = window.matchMedia('(min-width: 700px)');

const address = (name: string) => new URL(name, document.baseURI).href;
const server = new LanguageServer({ server: address('proviso-lsp.js'), engine: address('proviso-engine.js') });
server.start();
/** what is shown first, as a download and in a title */
let name = 'specification';
let [hasVerdict, isOffered] = [false, false];

const results = new Results({
  showRun: (place) => run.open(place),
  reveal: (line) => spec.reveal(line),
  ask: <T>(method: string, params: object) => server.request<T>(method, params).catch(() => null),
});
const page = new ChapterPage(CHAPTERS, {
  apply({ change: { find, put }, file }) {
    // Where the place of the change was edited away, the chapter begins anew; the editor can undo it.
    const text = spec.text.includes(find) ? spec.text : PROVISO_TEXTS[file];
    change(text.replace(find, () => put));
  },
  putBack: (chapter) => change(PROVISO_TEXTS[chapter.file]),
  showRun: (place) => run.open(place),
});

byId('before').remove();
const spec = new Spec(byId('spec'), 'spec.css', server, 'playground:/specification.proviso', textOf(await addressed()), {
  changed() {
    results.outdated();
    showRunning();
  },
  judged(properties) {
    results.judged(properties);
    if (page.judged(properties, WIDE.matches)) return;
    run.changed();
  },
  problems: (found) => results.problems(found),
  status({ state, text }) {
    results.status(state, text);
    if (state !== 'checking') verdictsAreThere();
  },
  stopped(why) {
    results.stopped(why);
    byId('stop').textContent = 'Check again';
  },
  showRun: (place) => run.open(place),
});
const run = new RunFrame(server, spec, { save, complain: warn });

/** Where it is changed, it is seen. */
function change(text: string): void {
  const line = changedLine(spec.text, text);
  spec.replace(text);
  spec.light({ start: { line, character: 0 }, end: { line, character: 0 } });
  spec.reveal(line);
}

/** What the address holds or names, and what is wrong with it. */
async function addressed(): Promise<{ readonly fragment: string; readonly found: Shared | null }> {
  const fragment = location.hash.slice(1);
  return { fragment, found: await unshared(fragment) };
}

/** Shows where it comes from; the first chapter where the address names nothing. */
function textOf({ fragment, found }: Awaited<ReturnType<typeof addressed>>): string {
  if (found !== null && 'text' in found) {
    page.show(null);
    name = 'shared';
    return found.text.replaceAll(/\r\n?/g, '\n');
  }
  if (found !== null) warn(found.problem);
  return chapterText(chapterOf(fragment));
}

function chapterOf(fragment: string): Chapter {
  return CHAPTERS.find(({ id }) => fragment === `chapter=${id}`) ?? CHAPTERS[0];
}

function chapterText(chapter: Chapter): string {
  page.show(chapter);
  name = chapter.id;
  return PROVISO_TEXTS[chapter.file];
}

window.addEventListener('hashchange', async () => {
  const now = await addressed();
  // By then there may be another address, which is read as well.
  if (now.fragment !== location.hash.slice(1)) return;
  warn(null);
  run.close();
  spec.reset(textOf(now));
  showRunning();
});

function showRunning(): void {
  byId('stop').textContent = 'Stop';
}

byId('stop').addEventListener('click', () => {
  if (server.isRunning) return server.stop('Stopped. Nothing is checked until you ask for it.');
  showRunning();
  results.status('checking', 'The checker is starting.');
  server.start();
});
byId('edit').addEventListener('click', () => void startEditor().then(() => spec.focus()));
byId('share').addEventListener('click', () => void shareLink(spec.text));
byId('download').addEventListener('click', () => save(`${name}.proviso`, 'text/plain', spec.text));
byId('vscode').addEventListener('click', () => inVsCode(() => save(`${name}.proviso`, 'text/plain', spec.text)));

function verdictsAreThere(): void {
  if (hasVerdict) return;
  hasVerdict = true;
  performance.mark('proviso-verdict');
  offerEditor();
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register(scriptAddress(address('service-worker.js'))).catch(() => {});
}

/** Behind the first verdict, for whoever reads needs none; but a verdict may take its time. */
function offerEditor(): void {
  if (isOffered) return;
  isOffered = true;
  if (WIDE.matches) void startEditor();
  else byId('edit').hidden = false;
}
setTimeout(offerEditor, 2_000);

async function startEditor(): Promise<void> {
  byId('edit').hidden = true;
  await spec.startEditor();
  performance.mark('proviso-editor');
}
