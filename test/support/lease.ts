/** A lease that its holder looks at once, for tests of what has to be assumed. */

export const GRANTED = '  reachable Granted: Holder.lease.left > 0\n';

/** By hand: InTime holds just where a pause of the holder is shorter than the lease. `more`: lines at the end of the system. */
export function leaseOf(length: number, more = ''): string {
  return `system Lease {
  const LENGTH = ${length}
  message Grant
  node Service { on start { send Grant to Holder } }
  node Holder {
    timer lease
    late: bool = false
    on Grant { start lease for LENGTH; pause; if lease.left == 0 { late = true } }
  }
  safety InTime: never Holder.late
${more}}
`;
}
