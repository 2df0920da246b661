/** Which part of all that there is a run was asked for. */
import type { RunReport } from '../result/types.ts';
import { plural } from './counts.ts';

/** "Shard 1 of 3: 4 of 11 checks", "4 files have not changed since HEAD and were left out"; none where it was everything */
export function partTexts({ shard, changed }: Pick<RunReport, 'shard' | 'changed'>): string[] {
  return [...(changed === null ? [] : [changedText(changed)]), ...(shard === null ? [] : [shardText(shard)])];
}

function changedText({ since, unchanged }: NonNullable<RunReport['changed']>): string {
  if (unchanged === 0) return `All files have changed since ${since}.`;
  return `${plural(unchanged, 'file')} ${unchanged === 1 ? 'has' : 'have'} not changed since ${since} and ${unchanged === 1 ? 'was' : 'were'} left out.`;
}

function shardText({ index, count, checks, all }: NonNullable<RunReport['shard']>): string {
  const name = `Shard ${index} of ${count}`;
  return checks === 0
    ? `${name}: nothing to check, since the other shards have all ${plural(all, 'check')}.`
    : `${name}: ${checks} of ${plural(all, 'check')}.`;
}
