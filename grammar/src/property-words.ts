import type { PropertyItem } from './ast.ts';
import { unhandled } from './unhandled.ts';

/** A property with this word says that some run does something, and not what all runs do. */
export function isExistential(word: PropertyItem['word']): boolean {
  switch (word) {
    case 'reachable':
    case 'scenario':
      return true;
    case 'safety':
    case 'liveness':
      return false;
    default:
      return unhandled(word);
  }
}
