/**
 * How likely the next random run comes to a state that none has come to: an estimate, and a bound at 95 % confidence.
 *
 * The unit is the run. States within a run depend on each other, so a share of states or of steps would look like far more evidence than
 * there is. Runs count that choose without regard to those before: they are independent and drawn alike.
 *
 * The estimate is Good and Turing's (Good, "The population frequencies of species and the estimation of population parameters",
 * Biometrika 1953) with runs in place of draws: the share of runs that have come to a state which no other has come to. By exchange of the
 * runs its mean is the chance that one run finds something which all others have not. (For what such numbers say of tests see Böhme,
 * "STADS: Software testing as species discovery", TOSEM 2018.)
 *
 * The known bounds of that estimate (McAllester and Schapire, "On the convergence rate of Good-Turing estimators", COLT 2000) are of draws
 * of one species each. A run has many states, and a single long one can take from all others what only they have, so these bounds do not
 * apply. The bound here is of which runs found something new. Let p(i) be the chance that run i does, given those before: as more is
 * seen it can only become smaller. For each c with 0 < c <= 1 the product, over the runs of a window, of (1 - c) for a run that found
 * something, and 1 for any other, divided by 1 - c p(i), is a martingale that begins with 1. It becomes no greater if each p(i) is replaced by
 * the chance p of the next run, so (1 - c)^found / (1 - c p)^runs exceeds 1/δ at any time with a probability of δ at most (Ville's
 * inequality; Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform Chernoff bounds via nonnegative supermartingales", 2020). That stays
 * true of a mean over several c. Windows begin at the runs 0, 1, 2, 4, 8, ..., and the 5 % are divided among them; the least bound is taken.
 * So it stands whenever the runs are ended.
 */
import { longHash } from '../explore/states/hash.ts';
import type { Discovery } from '../verdict.ts';

const CONFIDENCE = 0.95;
/** States that are remembered. Runs after that are not counted, which leaves the bound true: what they saw only makes the chance smaller. */
const MOST_STATES = 500_000;
/** The c of above. */
const BETS = Array.from({ length: 8 }, (_, i) => 2 ** -i);
const SEVERAL = -1;

export class Discoveries {
  /** by the hash of a state: the only run that came to it, or `SEVERAL` */
  readonly #only = new Map<number, number>();
  /** by run: states to which no other came */
  readonly #own: number[] = [];
  /** by window: runs in it that found something new */
  readonly #found: number[] = [];
  readonly #mostStates: number;
  #runs = 0;
  #withOwn = 0;

  constructor(mostStates = MOST_STATES) {
    this.#mostStates = mostStates;
  }

  /** The states of one more independent run. */
  add(states: readonly Int32Array[]): void {
    if (this.#only.size >= this.#mostStates) return;
    const run = this.#runs++;
    if (run === beginOf(this.#found.length)) this.#found.push(0);
    this.#own[run] = 0;
    for (const state of states) this.#see(longHash(state), run);
    if (this.#own[run] === 0) return;
    this.#withOwn++;
    for (const window of this.#found.keys()) this.#found[window]++;
  }

  #see(state: number, run: number): void {
    const only = this.#only.get(state);
    if (only === run || only === SEVERAL) return;
    this.#only.set(state, only === undefined ? run : SEVERAL);
    if (only === undefined) this.#own[run]++;
    else if (--this.#own[only] === 0) this.#withOwn--;
  }

  /** Null before the first run. */
  get now(): Discovery | null {
    const runs = this.#runs;
    if (runs === 0) return null;
    const estimate = this.#withOwn / runs;
    const bounds = this.#found.map((found, window) => {
      const share = (1 - CONFIDENCE) / ((window + 1) * (window + 2));
      return boundOf(found, runs - beginOf(window), share);
    });
    return { runs, estimate, atMost: bounds.reduce((a, b) => Math.min(a, b), 1), confidence: CONFIDENCE };
  }
}

function beginOf(window: number): number {
  return window === 0 ? 0 : 2 ** (window - 1);
}

/** The greatest chance that so many finds in so many runs leave possible, but for an error with this probability. */
function boundOf(found: number, runs: number, error: number): number {
  const limit = Math.log(1 / error);
  let [low, high] = [0, 1];
  for (let i = 0; i < 40; i++) {
    const chance = (low + high) / 2;
    if (evidence(found, runs, chance) < limit) low = chance;
    else high = chance;
  }
  return high;
}

/** The logarithm of the mean over `BETS`. */
function evidence(found: number, runs: number, chance: number): number {
  const each = BETS.map((bet) => (found === 0 ? 0 : found * Math.log1p(-bet)) - runs * Math.log1p(-bet * chance));
  const most = each.reduce((a, b) => Math.max(a, b));
  return most + Math.log(each.reduce((sum, one) => sum + Math.exp(one - most), 0) / BETS.length);
}
