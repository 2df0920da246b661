/** Walks over a piece of the intermediate form: every expression and statement in it, whatever holds it. */

/** An expression, a statement, or what stands between them. */
export interface Part {
  readonly op?: string;
  readonly kind?: string;
}

/** Types, places in the text and constant values hold no code. */
const NO_CODE = new Set(['type', 'span', 'in', 'values']);

/** Calls `visit` with every object in `piece`, outermost first; where it answers false, what is inside is left out. */
export function eachPart(piece: unknown, visit: (part: Part) => boolean): void {
  if (piece === null || typeof piece !== 'object') return;
  if (Array.isArray(piece)) {
    for (const one of piece) eachPart(one, visit);
    return;
  }
  const part = piece as Part;
  if (part.op === 'const' || !visit(part)) return;
  for (const [name, inner] of Object.entries(part)) if (!NO_CODE.has(name)) eachPart(inner, visit);
}
