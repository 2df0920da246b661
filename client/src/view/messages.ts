/** Messages between the counterexample view's script and the extension. */
import type { Place } from '#report';
import type { HandView, LogParams, LogView, RunParams, RunPath, RunView, WhatIfView } from '#server';

/** Of a run by hand, beside the run. */
export type Hand = Pick<HandView, 'path' | 'findings' | 'shared' | 'otherStart'>;

export type ToView =
  /**
   * `hand`: null for the run of the verdict. `fresh`: another run was asked for, so the view begins anew; else it keeps its place, or goes
   * to the moment `at`. `note`: what is to be known of it
   */
  | {
      readonly kind: 'show';
      readonly params: RunParams;
      readonly run: RunView;
      readonly hand: Hand | null;
      readonly fresh: boolean;
      readonly at: number | null;
      readonly note: string | null;
    }
  /** what is shown stays as it is */
  | { readonly kind: 'note'; readonly note: string | null }
  /** of the run that the shown one is compared with */
  | { readonly kind: 'other'; readonly under: string; readonly run: RunView | null }
  /** what can happen at the moment that the request was about, or why that is not known */
  | { readonly kind: 'what if'; readonly request: number; readonly whatIf: WhatIfView | null; readonly says: string | null };

/** To a view of logs. */
export type LogToView =
  /** `fresh`: other logs were asked about, so the view begins anew */
  | { readonly kind: 'show log'; readonly params: LogParams; readonly view: LogView; readonly fresh: boolean }
  | Extract<ToView, { readonly kind: 'note' }>;

type FromEither =
  | { readonly kind: 'ready' }
  /** someone has stepped to a moment; `place`: of its code; null where it has none */
  | { readonly kind: 'at'; readonly place: Place | null }
  | { readonly kind: 'go'; readonly place: Place }
  /** `content` is text, of a PNG base64 */
  | { readonly kind: 'save'; readonly as: 'svg' | 'png'; readonly content: string }
  /** logs were dropped on the view */
  | { readonly kind: 'drop'; readonly uris: readonly string[] };

/** From a view of logs. */
export type FromLogView =
  | FromEither
  /** `file`: as the view calls the log */
  | { readonly kind: 'go to log'; readonly file: string; readonly line: number }
  /** the same logs against this */
  | ({ readonly kind: 'ask log' } & Pick<LogParams, 'system' | 'assume' | 'tick'>);

export type FromView =
  | FromEither
  | { readonly kind: 'choose'; readonly under: string }
  | { readonly kind: 'compare'; readonly under: string }
  | { readonly kind: 'save'; readonly as: 'html' }
  | { readonly kind: 'what if'; readonly moment: number; readonly request: number }
  /** this run by hand is gone along */
  | { readonly kind: 'take'; readonly path: RunPath }
  /** the run of the verdict again */
  | { readonly kind: 'leave' }
  /** the run up to this moment as a scenario of the file */
  | { readonly kind: 'scenario'; readonly moment: number };

/** What a view keeps over a reload of the window. */
interface KeptPlace {
  readonly moment: number;
  readonly filter: string;
  /** 1 is as it is drawn at first */
  readonly zoom: number | 'fit';
}

export interface Kept extends KeptPlace {
  readonly params: RunParams;
  /** of a run by hand */
  readonly path: RunPath | null;
}

export interface KeptLog extends KeptPlace {
  readonly log: LogParams;
}
