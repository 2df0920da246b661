/** What a script in a page needs of this part: it knows results alone, neither models nor texts, and nothing is imported that does. */

export { sameDatum } from './facts/datum-text.ts';
export { DIAGRAM_STYLE, PICTURE_STYLE } from './picture/page-style.ts';
export { type SpaceTimeLayout, spaceTime, spaceTimeLayout } from './picture/space-time.ts';
export { Cursor, cellName } from './replay/cursor.ts';
export { stopsOf } from './replay/stops.ts';
export type * from './result/types.ts';
export type * from './result/what-if-types.ts';
export {
  cellText,
  cellValueText,
  faultTexts,
  inFlightText,
  markText,
  momentPlaceText,
  momentTexts,
  passedText,
  quorumTexts,
  toldText,
} from './words/moments.ts';
