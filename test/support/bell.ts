/** Hearer knows of the first ring alone, so `Known` is violated. */
export function bell(expected: 'holds' | 'violated'): string {
  return `system Bell {
  message Ring
  node Ringer { rung: 0..2 = 0  action ring when rung < 2 { rung += 1  send Ring to Hearer } }
  node Hearer { heard: bool = false  on Ring { heard = true } }
  safety Known: always (Hearer.heard and Ringer.rung == 2 implies knows(Hearer, Ringer.rung == 2))
}
assume Async { timing async }
check Async { Known ${expected} }
`;
}
