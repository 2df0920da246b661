/**
 * What the command line answers to whoever called it. Where several apply, a wrong input wins over a verdict that
 * differs, for what was checked is then not what was meant; and a verdict that differs wins over a budget that ran out,
 * for it stays wrong however much is searched. An answer that could not be written wins over what it says. `fault`: of
 * Proviso itself, as in sysexits.h.
 */
export const exitCodes = {
  fine: 0,
  unexpected: 1,
  wrongInput: 2,
  undecided: 3,
  unwritten: 4,
  fault: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function worst(codes: readonly ExitCode[]): ExitCode {
  const { fault, interrupted, terminated, unwritten, wrongInput, unexpected, undecided } = exitCodes;
  const order: readonly ExitCode[] = [fault, interrupted, terminated, unwritten, wrongInput, unexpected, undecided];
  return order.find((code) => codes.includes(code)) ?? exitCodes.fine;
}
