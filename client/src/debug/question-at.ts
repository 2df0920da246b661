/** What a hover in the text asks the debugger about: the name at a place, with what stands before its dots: `Client#1.token` of `token`. */
const PATH = /[A-Za-z_]\w*(?:#\d+)?(?:\.[A-Za-z_]\w*)*/g;

export function questionAt(line: string, character: number): { readonly start: number; readonly end: number } | null {
  const comment = line.indexOf('//');
  if (comment >= 0 && character >= comment) return null;
  for (const { index, 0: path } of line.matchAll(PATH)) {
    if (character < index || character > index + path.length) continue;
    const dot = path.indexOf('.', Math.max(0, character - index));
    return { start: index, end: index + (dot < 0 ? path.length : dot) };
  }
  return null;
}
