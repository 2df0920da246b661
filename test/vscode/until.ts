/** How the tests in a real VS Code wait: for a condition, and long. A busy machine makes them late, not wrong. */

/** Milliseconds. Only what never comes takes as long. */
export const PATIENCE = 90_000;

/** Asks until there is an answer, and less often the longer it takes. */
export async function until<T>(what: string, ask: () => Promise<T | null | false | undefined>, milliseconds = PATIENCE): Promise<T> {
  const end = Date.now() + milliseconds;
  for (let pause = 25; ; pause = Math.min(pause * 1.3, 300)) {
    const answer = await ask();
    if (answer !== null && answer !== false && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Does something until its effect is seen: an editor that is busy swallows a click or a key. It waits longer each time, so that what is only
 * late is not done twice; done twice it must do no harm, or `act` has to look.
 */
export async function insist<T>(
  what: string,
  act: () => Promise<unknown>,
  ask: () => Promise<T | null | false | undefined>,
  milliseconds = PATIENCE,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (let pause = 2_500; ; pause = Math.min(pause * 2, 10_000)) {
    await act();
    try {
      return await until(what, ask, Math.min(pause, end - Date.now()));
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
