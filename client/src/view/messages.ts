/** Messages between the counterexample view's script and the extension. */
import type { Place } from '#report';
import type { RunParams, RunView } from '#server';

export type ToView =
  /** `fresh`: another run was asked for, so the view begins anew; else it keeps its place. `note`: what is to be known of it */
  | { readonly kind: 'show'; readonly params: RunParams; readonly run: RunView; readonly fresh: boolean; readonly note: string | null }
  /** what is shown stays as it is */
  | { readonly kind: 'note'; readonly note: string | null }
  /** of the run that the shown one is compared with */
  | { readonly kind: 'other'; readonly under: string; readonly run: RunView | null };

export type FromView =
  | { readonly kind: 'ready' }
  /** someone has stepped to a moment; `place`: of its code; null where it has none */
  | { readonly kind: 'at'; readonly place: Place | null }
  | { readonly kind: 'go'; readonly place: Place }
  | { readonly kind: 'choose'; readonly under: string }
  | { readonly kind: 'compare'; readonly under: string }
  /** `content` is text, of a PNG base64 */
  | { readonly kind: 'save'; readonly as: 'svg' | 'png'; readonly content: string }
  | { readonly kind: 'save'; readonly as: 'html' };

/** What the view keeps over a reload of the window. */
export interface Kept {
  readonly params: RunParams;
  readonly moment: number;
  readonly filter: string;
}
