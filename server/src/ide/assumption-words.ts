/** The meaning of the keywords of an assumption set, their price, and guarantees that they rule out. */
import type { FaultItem, NetworkFault, TimingBound, TimingItem } from '#grammar';

/** Cuts of several words are explained at each of their words: `link`, `cuts`. */
type NetworkWord = Exclude<NetworkFault['kind'], `${string} cuts`>;
type Word = FaultItem['mode'] | NetworkWord | TimingBound['quantity'] | NonNullable<TimingBound['word'] | TimingItem['model']>;

const texts = {
  sync:
    '**Synchronous**: every bound always holds; a quantity without a bound is 0. A timeout can then tell a dead node from a slow one. ' +
    'Real networks do not promise this: use it for hard real-time systems, or to see how much a protocol gains from it.',
  partial:
    '**Partially synchronous**: the bounds under `eventually` hold from some unknown moment on. Before that, anything may be arbitrarily slow. ' +
    'Most real systems are like this most of the time. Liveness may rely on the bounds; safety must not.',
  async:
    '**Asynchronous**: no bounds and no clock. A crashed node cannot be told from a slow one, and no protocol solves consensus if one node may crash ' +
    '(Fischer, Lynch and Paterson). A protocol that is safe here is safe everywhere.',
  delay:
    '**Delay**: a message that is not lost arrives within this many ticks. Without a bound it can take arbitrarily long, but not forever.',
  pause:
    '**Pause**: a node that is up handles everything that is due at least once in this many ticks. A long garbage collection, a suspended ' +
    'virtual machine or a slow disk is a large pause. The node does not notice the pause.',
  drift:
    '**Drift**: a timer started for n ticks runs out after n - k to n + k. Without a bound it may run out at any time from the next tick on, and the remaining time that code reads never rises.',
  skew: '**Skew**: a wall clock differs from true time by at most this many ticks. Without a bound, the timestamps of two nodes do not show which came first.',
  always: '**always**: this bound holds at all times, so even safety may rely on it.',
  eventually:
    '**eventually**: this bound holds from an unknown moment on, the stabilisation. Safety that relies on it can break before then.',
  stop: '**Crash-stop**: a crashed node is gone for good. The simplest kind of crash; it does not cover a node that comes back.',
  recovery:
    '**Crash-recovery**: a crashed node comes back with its `durable` variables; everything else is reset. A promise must be on disk before it is sent.',
  amnesia:
    '**Amnesia**: a node may come back without its disk. A majority that includes such a node may have forgotten what it agreed to. ' +
    'A durable variable then has its `wiped` value (`durable stored: bool = true wiped false`), or else its initial value.',
  wiped: '**wiped**: the value of this variable on an empty disk, after amnesia. Without it a lost disk comes back with the initial value.',
  byzantine:
    '**Byzantine**: a node may do anything and lie about everything except its identity. With f traitors, agreement takes more than 3f nodes ' +
    '(Lamport, Shostak and Pease) unless messages are signed.',
  lossy:
    '**Loss**: a message may vanish. A message sent again and again gets through again and again; one sent once may never arrive. ' +
    'No fixed number of acknowledgements makes both sides certain (the two generals problem).',
  duplicating:
    '**Duplication**: a message may be delivered and still be in flight. Receivers must recognise a message they have already handled.',
  corrupting: '**Corruption**: a payload may change on the way. The handler can read `corrupted`, which stands for a checksum.',
  fifo: '**Fifo**: messages from one node to another keep their order, as over one TCP connection. Without it any order is possible.',
  cuts: '**Cuts**: some nodes are cut off from the others; messages sent across are lost until the cut heals. Both sides are up, and each may think that the other is dead.',
  link:
    '**Link cuts**: the link between two nodes is broken, in both directions, while both may still reach a third. `one-way link cuts`: only the messages ' +
    'in one direction are lost, so that a node can receive but not be heard.',
  stay: '**may stay**: nothing has to end. A cut that may stay need not heal, and messages sent across it need not get through; a node that may stay down need not come back.',
  once: '**at most j at once**: such a cut begins only while fewer than j cuts, of all kinds together, are active. Without it there is only one cut at a time.',
  queue: '**Queue**: a real queue on each link. A message sent into a full queue is lost.',
  capacity:
    '**Capacity** bounds the *search*, not the network: runs with more messages in flight are not explored, and the verdict says so.',
  extends:
    '**extends** inherits everything from the other set. A bound replaces the one for the same quantity and role; `timing sync`, `partial` or `async` ' +
    'replaces the whole timing. The faults of a role replace all inherited faults of that role. Network faults are ' +
    'replaced one by one, and `up to 0` removes one. Limits are added.',
  faults:
    '**up to n faults**: only runs with at most this many faults are checked, counted as in a counterexample. The search ends once it has explored them all.',
  limit:
    '**Limit** restricts the search to states in which this holds. It is not part of the protocol, and the verdict names it if it was reached.',
} satisfies Record<Word, string> & Record<string, string>;

export const assumptionWords: Readonly<Record<string, string>> = texts;
