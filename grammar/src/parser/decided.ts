/** The decisions of the parser where they were made when it was bundled; null in the sources, where chevrotain makes them anew. */
import type { Decisions } from './decisions.ts';

export const decided = (): Decisions | null => null;
