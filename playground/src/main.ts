/** The playground: a specification with its verdicts, the chapters of the guided path, and what can be done with both. */
import { ChapterPage } from './chapter-page.ts';
import { CHAPTERS, type Chapter } from './chapters.ts';
import { alone, Files } from './files.ts';
import { inVsCode, newFile, save, shareLink, warn } from './hand-over.ts';
import { Results } from './results.ts';
import { RunFrame } from './run-frame.ts';
import { type NamedText, type Shared, unshared } from './share.ts';
import { byId } from './spec/elements.ts';
import { LanguageServer } from './spec/language-server.ts';
import { changedLine } from './spec/protocol.ts';
import { scriptAddress } from './spec/scripts.ts';

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
  reveal: (line) => files.shown.reveal(line),
  ask: <T>(method: string, params: object) => server.request<T>(method, params).catch(() => null),
});
const page = new ChapterPage(CHAPTERS, {
  apply({ change: { find, put }, file }) {
    // Where the place of the change was edited away, the chapter begins anew; the editor can undo it.
    const { text: now } = files.first;
    const text = now.includes(find) ? now : PROVISO_TEXTS[file];
    change(text.replace(find, () => put));
  },
  putBack: (chapter) => change(PROVISO_TEXTS[chapter.file]),
  showRun: (place) => run.open(place),
});

byId('before').remove();
const files = new Files(server, filesOf(await addressed()), {
  changed() {
    results.outdated();
    showRunning();
  },
  judged(uri, properties) {
    results.judged(properties);
    if (uri === files.first.uri && page.judged(properties, WIDE.matches)) return;
    run.changed(uri);
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
const run = new RunFrame(server, files, { save, complain: warn });

/** Where it is changed, it is seen. */
function change(text: string): void {
  const spec = files.first;
  void files.show(spec.uri);
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
function filesOf({ fragment, found }: Awaited<ReturnType<typeof addressed>>): readonly NamedText[] {
  if (found !== null && 'files' in found) {
    page.show(null);
    name = 'shared';
    return found.files.map((file) => ({ ...file, text: file.text.replaceAll(/\r\n?/g, '\n') }));
  }
  if (found !== null) warn(found.problem);
  return alone(chapterText(chapterOf(fragment)));
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
  files.reset(filesOf(now));
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
byId('edit').addEventListener('click', () => void startEditor().then(() => files.shown.focus()));
byId('share').addEventListener('click', () => void shareLink(files.texts));
byId('download').addEventListener('click', download);
byId('vscode').addEventListener('click', () => inVsCode(download));
byId('add-file').addEventListener('click', () => newFile((name) => files.add(name)));
byId('remove-file').addEventListener('click', () => files.remove());

/** What is shown; where it is alone, under the name of its chapter. */
function download(): void {
  const { texts } = files;
  save(texts.length === 1 ? `${name}.proviso` : files.name, 'text/plain', files.shown.text);
}

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
  await files.startEditor();
  performance.mark('proviso-editor');
}
