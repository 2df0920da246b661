/** How a specification leaves the page: as a link, as a file, into VS Code. Only by what somebody does: the page itself sends nothing. */
import { type NamedText, shared } from './share.ts';
import { byId, element } from './spec/elements.ts';

export function save(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element('a', { href: url, download: name }).click();
  // The download has begun once whatever waits has run.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Null: nothing is wrong any more. */
export function warn(text: string | null): void {
  byId('note').textContent = text;
  byId('note').hidden = text === null;
}

/** The address of the page is the link from then on. */
export async function shareLink(files: readonly NamedText[]): Promise<void> {
  const made = await shared(files);
  if ('problem' in made) return warn(made.problem);
  history.replaceState(null, '', `#${made.fragment}`);
  const field = element('input', { type: 'text', readonly: '', value: location.href, 'aria-label': 'The link' });
  field.addEventListener('focus', () => field.select());
  const said = element('p', { role: 'status' });
  const copy = element('button', { type: 'button', text: 'Copy' });
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(field.value).then(
      () => {
        said.textContent = 'Copied.';
      },
      () => field.select(),
    );
  });
  const about =
    'The whole specification is in this link, behind the #, which browsers send to nobody. Whoever opens it has the text checked in their own browser.';
  show('Share', element('p', { text: about }), element('p', { class: 'row' }, field, copy), said);
}

/** No editor takes a text by an address: it gets a file. `download`: of that */
export function inVsCode(download: () => void): void {
  const file = element('button', { type: 'button', text: 'Download the file' });
  file.addEventListener('click', download);
  const link = element('a', { href: 'https://vscode.dev/', target: '_blank', rel: 'noopener noreferrer', text: 'vscode.dev' });
  show(
    'Open in VS Code',
    element('p', {
      text: 'VS Code, and its page, open files and not texts of another page. The same checker runs there as an extension, without anything else to install.',
    }),
    element(
      'ol',
      {},
      element('li', {}, file),
      element('li', {}, 'Open it in VS Code, or in the browser: ', link, ', ', element('em', { text: 'Open File' }), '.'),
      element(
        'li',
        {},
        'Install the extension ',
        element('em', { text: 'Proviso' }),
        ' there, from its .vsix file, which npm run vsix makes in a clone.',
      ),
    ),
  );
}

/** `add`: null, or why there cannot be one of that name */
export function newFile(add: (name: string) => string | null): void {
  const field = element('input', { type: 'text', value: 'common.proviso', 'aria-label': 'Name of the file', spellcheck: 'false' });
  const said = element('p', { role: 'status' });
  const made = element('button', { type: 'button', class: 'primary', text: 'Add' });
  const tried = () => {
    said.textContent = add(field.value.trim());
    if (said.textContent === '') byId<HTMLDialogElement>('dialog').close();
  };
  made.addEventListener('click', tried);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    tried();
  });
  const about = 'A file imports another one by its name: import "./common.proviso". The systems and assumptions of that are known then.';
  show('Add a file', element('p', { text: about }), element('p', { class: 'row' }, field, made), said);
  field.focus();
  field.select();
}

function show(title: string, ...body: readonly Node[]): void {
  byId('dialog-title').textContent = title;
  byId('dialog-body').replaceChildren(...body);
  byId<HTMLDialogElement>('dialog').showModal();
}
