/**
 * Ten counters of five values each: more than 5^10 states. Nine messages have to be sent and received before Quiet breaks, 18 steps, so no
 * small search comes so far, and random runs do.
 */
export const LARGE = `system Large {
  message Ping(n: 0..4)
  node Counter[10] {
    n: 0..4 = 0
    action up when n < 4 { n += 1  send Ping(n) to Watcher }
  }
  node Watcher {
    last: 0..4 = 0
    seen: 0..9 = 0
    on Ping(n) { if seen < 9 { seen += 1 }  last = n }
  }
  safety Quiet: always Watcher.seen < 9
  safety Small: always Watcher.last <= 4
  safety Known: always Watcher.last <= 4 or not knows(Watcher, Watcher.seen == 9)
}
assume Lossy { timing async  network { lossy up to 1 } }
check Lossy { Quiet holds  Small holds  Known holds }
`;
