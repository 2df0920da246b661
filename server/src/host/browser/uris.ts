/** URIs as the names of files. One file has one name here, however its URI is written: VS Code escapes more than a page does. */

/** scheme, authority with its slashes, path, query and fragment */
const PARTS = /^([a-z][a-z0-9+.-]*:)(\/\/[^/?#]*)?([^?#]*)(.*)$/i;

/** What is no URI is a name as it stands. */
export function nameOf(uri: string): string {
  const parts = PARTS.exec(uri);
  if (parts === null) return uri;
  const [, scheme, authority = '', path, rest] = parts;
  return `${scheme.toLowerCase()}${authority}${path.split('/').map(escaped).join('/')}${rest}`;
}

function escaped(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

export function folderOf(name: string): string {
  const end = name.lastIndexOf('/');
  return end < 0 ? name : name.slice(0, end);
}

export function isInside(folder: string, name: string): boolean {
  return name === folder || name.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Null where `from` is in no folder, as a text without a file is not. */
export function resolve(from: string, written: string): string | null {
  const parts = PARTS.exec(from);
  if (parts === null || !parts[3].startsWith('/')) return null;
  const [, scheme, authority = '', path] = parts;
  const segments = written.startsWith('/') ? [] : path.split('/').slice(1, -1);
  for (const segment of written.split(/[/\\]/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(encodeURIComponent(segment));
  }
  return `${scheme}${authority}/${segments.join('/')}`;
}
