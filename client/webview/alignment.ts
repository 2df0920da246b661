/** Two runs beside each other: what both do stands in one row, and so does what takes the place of something else. */
import { type StepReport, toldText } from '#report/walk';

export interface Pair {
  /** null where one run does more than the other */
  readonly left: StepReport | null;
  readonly right: StepReport | null;
  readonly same: boolean;
}

/** By a longest common subsequence of what the steps tell. */
export function aligned(left: readonly StepReport[], right: readonly StepReport[]): Pair[] {
  const [a, b] = [left.map(toldText), right.map(toldText)];
  /** [i][j]: how many steps the runs have in common from there on */
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--)
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  }
  const pairs: Pair[] = [];
  let [onlyLeft, onlyRight]: [StepReport[], StepReport[]] = [[], []];
  const different = () => {
    for (let k = 0; k < Math.max(onlyLeft.length, onlyRight.length); k++)
      pairs.push({ left: onlyLeft[k] ?? null, right: onlyRight[k] ?? null, same: false });
    [onlyLeft, onlyRight] = [[], []];
  };
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      different();
      pairs.push({ left: left[i++], right: right[j++], same: true });
    } else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) onlyLeft.push(left[i++]);
    else onlyRight.push(right[j++]);
  }
  different();
  return pairs;
}

/**
 * Where someone in the right run stands who has come as far as one at a moment of the left run: behind what takes the place of the steps up to
 * there. At the end of one the other has ended too.
 */
export function besideMoment(pairs: readonly Pair[], moment: number, lasts: { readonly left: number; readonly right: number }): number {
  if (moment >= lasts.left) return lasts.right;
  if (moment === 0) return 0;
  const next = pairs.findIndex(({ left }) => left !== null && left.number > moment);
  const before = pairs.slice(0, next < 0 ? pairs.length : next).findLast(({ right }) => right !== null);
  return before?.right?.number ?? 0;
}

/** "Both are the same up to step 5." */
export function alignmentText(pairs: readonly Pair[]): string {
  const first = pairs.findIndex(({ same }) => !same);
  if (first < 0) return 'Both runs are the same.';
  const last = pairs[first - 1]?.left?.number ?? 0;
  return last === 0 ? 'They differ from the start.' : `Both are the same up to step ${last}.`;
}
