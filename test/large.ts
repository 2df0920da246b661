/** A system with more states than are searched in an hour. */
export const LARGE = `system Large {
  node Server[4] {
    n: 0..999 = 0
    action count when n < 999 { n += 1 }
  }
  safety Small: always (forall s in Server: s.n <= 999)
}

assume Calm { timing async }
check Calm { Small holds }
`;
