/** Files that are dropped on the view. VS Code lets them through to a view while Shift is held. */

/** As VS Code's own lists write files; the first that is there counts. */
const TYPES = ['application/vnd.code.uri-list', 'text/uri-list'];

export function listenForDrops(dropped: (uris: readonly string[]) => void): void {
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer === null || typeOf(event.dataTransfer) === null) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'link';
  });
  document.addEventListener('drop', (event) => {
    const type = event.dataTransfer === null ? null : typeOf(event.dataTransfer);
    if (event.dataTransfer === null || type === null) return;
    event.preventDefault();
    const uris = event.dataTransfer
      .getData(type)
      .split(/\r?\n/)
      .filter((line) => line !== '' && !line.startsWith('#'));
    if (uris.length > 0) dropped(uris);
  });
}

function typeOf({ types }: DataTransfer): string | null {
  return TYPES.find((type) => types.includes(type)) ?? null;
}
