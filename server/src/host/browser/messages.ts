/** What the page and the workers say to each other beside the protocols. */
import type { FileContent } from '../host.ts';

/** To the language server, before anything else. */
export interface Beginning {
  /** the address of the script in which checks run */
  readonly engine: string;
}

/** To the debug adapter, and from it. */
export type ToDebugger =
  | { readonly kind: 'message'; readonly message: object }
  | { readonly kind: 'file'; readonly uri: string; readonly content: FileContent };

export type FromDebugger = { readonly kind: 'message'; readonly message: object } | { readonly kind: 'read'; readonly uri: string };
