/** What the words of an assumption set assume, what that costs, and what cannot be had under them. */
import type { FaultItem, NetworkFault, TimingBound, TimingItem } from '#grammar';

/** Cuts of several words are explained at each of their words: `link`, `cuts`. */
type NetworkWord = Exclude<NetworkFault['kind'], `${string} cuts`>;
type Word = FaultItem['mode'] | NetworkWord | TimingBound['quantity'] | NonNullable<TimingBound['word'] | TimingItem['model']>;

const texts = {
  sync:
    '**Synchronous**: every bound always holds; what is not mentioned is 0. A timeout then tells a dead node from a slow one. ' +
    'Real networks do not promise this: use it for hard real-time systems, or to see what a protocol gains by it.',
  partial:
    '**Partially synchronous**: the bounds under `eventually` hold from some unknown moment on. Before it anything may be arbitrarily slow. ' +
    'Most real systems are like this most of the time. Safety must not rest on the bounds; that something happens in the end may.',
  async:
    '**Asynchronous**: no bounds and no clock. A crashed node cannot be told from a slow one, and no protocol solves consensus if one node may crash ' +
    '(Fischer, Lynch and Paterson). What is safe here is safe everywhere.',
  delay: '**Delay**: a message that is not lost arrives within so many ticks. Without a bound it takes arbitrarily long, but not forever.',
  pause:
    '**Pause**: a node that is up catches up with all that is due to it at least every so many ticks. A long garbage collection, a suspended ' +
    'virtual machine or a slow disk is a large pause. The node does not notice that it paused.',
  drift:
    '**Drift**: a timer started for n ticks runs out after n - k to n + k. Without a bound it may run out at any time from the next tick on, and what code reads of it never rises.',
  skew: '**Skew**: a wall clock differs from true time by at most so many ticks. Without a bound, timestamps of two nodes say nothing about order.',
  always: '**always**: this bound holds at all times, so even safety may rest on it.',
  eventually: '**eventually**: this bound holds from an unknown moment on, the stabilisation. Safety that rests on it breaks before.',
  stop: '**Crash-stop**: a crashed node is gone for good. The simplest fault there is; a node that comes back late is not covered.',
  recovery:
    '**Crash-recovery**: a crashed node comes back with its `durable` variables; everything else begins anew. What was promised must be on disk before it is said.',
  amnesia:
    '**Amnesia**: a node may come back without its disk. A majority that includes such a node may not remember what it agreed to. ' +
    'A durable variable is then what its declaration gives an empty disk (`durable stored: bool = true wiped false`), or else its first value.',
  wiped: '**wiped**: what an empty disk holds of this variable, after amnesia. Without it a lost disk comes back with the first value.',
  byzantine:
    '**Byzantine**: a node does anything at all and lies about everything, except who it is. Agreement takes more than 3f nodes for f traitors ' +
    '(Lamport, Shostak and Pease) unless messages are signed.',
  lossy:
    '**Loss**: a message may vanish. What is sent again and again gets through again and again; what is sent once may never arrive. ' +
    'No fixed number of acknowledgements makes two parties certain (the two generals).',
  duplicating: '**Duplication**: a message may be delivered and still be in flight. Receivers must recognise what they have already done.',
  corrupting: '**Corruption**: a payload may change on the way. The handler can read `corrupted`, which stands for a checksum.',
  fifo: '**Fifo**: messages from one node to another keep their order, as over one TCP connection. Without it any order is possible.',
  cuts: '**Cuts**: some nodes are cut off from the others; what is sent across is lost until the cut heals. Both sides are up, and each may think that the other is dead.',
  link:
    '**Link cuts**: the link between two nodes is broken, in both directions, while both may still reach a third. `one-way link cuts`: only what the one ' +
    'sends to the other is lost, as when a node hears and is not heard.',
  stay: '**may stay**: nothing has to end. A cut that may stay need not heal, and what is sent across it need not get through; a node that may stay down need not come back.',
  once: '**at most j at once**: such a cut begins only while fewer than j cuts, of all kinds together, are active. Without it there is one cut at a time.',
  queue: '**Queue**: a real one on each link. What is sent into a full queue is lost.',
  capacity:
    '**Capacity** bounds the *search*, not the network: runs with more messages in flight are not followed, and the verdict says so.',
  extends:
    '**extends** takes over what the other set says. A bound replaces that of the same quantity and role; `timing sync`, `partial` or `async` ' +
    'states the whole timing anew. What is said of a role that crashes replaces all that the other set says of it. Faults of the network are ' +
    'replaced one by one, and `up to 0` takes one away. Limits are added.',
  limit:
    '**Limit** keeps the search to states where this holds. It is no part of the protocol, and the verdict names it where it was reached.',
} satisfies Record<Word, string> & Record<string, string>;

export const assumptionWords: Readonly<Record<string, string>> = texts;
