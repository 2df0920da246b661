/** `--follow`: the search goes on as the logs grow, until an event is not explained. */
import { type Added, type ConformAnswer, type ConformEvent, Following, type FollowOptions, LogFollower, lower } from '#checker';
import { plural } from '#report';
import type { Terminal } from '../terminal.ts';
import type { Read } from './call.ts';
import { GrowingFile } from './growing-file.ts';

/** Milliseconds between two looks at logs that grow. */
const LOOK = 100;
/** Milliseconds in which what one log lacks may come, where there are several. */
const LAG = 1000;
/** Of the memory given the search takes this share before it forgets what lies further back than so many events. */
const [SHARE, KEEP] = [1 / 4, 10_000];

/** `again`: all has to be read and searched from the beginning. */
export type Followed = { readonly answer: ConformAnswer } | 'again' | 'whole';

/**
 * What comes of the logs, called as in `read`. `pathsNow`: where they are; a folder may get more. `whole`: an event is not explained, but what was kept of the search does not
 * settle it, so that all has to be asked about at once.
 */
export async function follow(
  read: Read,
  pathsNow: () => readonly string[],
  options: Omit<FollowOptions, 'forgetAbove' | 'keep'>,
  terminal: Terminal,
): Promise<Followed> {
  const { model } = lower(read.analysis, read.system, read.assume, read.constants);
  if (model === null) throw new Error('internal error: logs are compared with no model');
  const paths = pathsNow();
  const files = paths.map((path) => new GrowingFile(path));
  const follower = new LogFollower(model, read.logs, { timed: read.timing !== null });
  const whole = { ...options, forgetAbove: read.maxMemory * SHARE, keep: KEEP };
  const more = (): Added | 'again' => {
    if (pathsNow().join('\n') !== paths.join('\n')) return 'again';
    for (const [i, file] of files.entries()) {
      const texts = file.more();
      if (texts === null) return 'again';
      for (const text of texts) follower.add(i, text);
    }
    const added = follower.take();
    return added.mistakes.length > 0 ? 'again' : added;
  };
  const first = more();
  if (first === 'again') return 'again';
  const following = new Following(read, first, whole);
  // While an event is not explained: what was known at some moment. What came behind that may be explained without end, where logs grow all the time.
  let late: { readonly known: readonly number[]; readonly since: number } | null = null;
  for (;;) {
    const state = await drive(following.search());
    if (state === 'stopped' || (state === 'stuck' && files.length === 1)) return answerOf();
    if (state === 'explained') {
      late = null;
      terminal.progress(`${plural(following.events, 'event')}, all explained; more is waited for`);
      if (!(await grows(Number.POSITIVE_INFINITY))) return answerOf();
    } else {
      if (late === null || performance.now() - late.since >= LAG) {
        if (late !== null && !following.reaches(late.known)) return answerOf();
        late = { known: following.known, since: performance.now() };
      }
      await grows(late.since + LAG - performance.now());
      if (options.stop() !== null) return answerOf();
    }
    const added = more();
    if (added === 'again' || !following.grow(added)) return 'again';
  }

  async function answerOf(): Promise<Followed> {
    let answer: ConformAnswer | null = null;
    await drive(following.answers(), (one) => {
      answer = one;
    });
    return answer === null ? 'whole' : { answer };
  }

  /** Waits until some log has more, at most so long; false also where the caller wants no more. */
  async function grows(most: number): Promise<boolean> {
    for (const begun = performance.now(); performance.now() - begun < most; ) {
      await new Promise((resume) => setTimeout(resume, LOOK));
      if (options.stop() !== null) return false;
      if (files.some((file) => file.hasChanged()) || pathsNow().length !== paths.length) return true;
    }
    return false;
  }

  async function drive<T>(events: Generator<ConformEvent, T>, take: (answer: ConformAnswer) => void = () => {}): Promise<T> {
    for (;;) {
      const { done, value } = events.next();
      if (done) return value;
      if (value.kind === 'answer') take(value.answer);
      else {
        const { explained, events: all, pairs, weaker } = value;
        terminal.progress(
          `${weaker ? 'weaker assumptions: ' : ''}${explained} of ${plural(all, 'event')}, ${plural(pairs, 'pair')} looked at`,
        );
      }
      // A moment in which Ctrl-C is heard.
      await new Promise(setImmediate);
    }
  }
}
