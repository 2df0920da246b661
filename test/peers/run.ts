/** `node test/peers/run.ts [name...]`: every peer, or those whose file name contains a given word, as a table. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countStates, missingTools, readPeer } from './peer.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
let differ = 0;
for (const name of readdirSync(folder).filter((file) => /\.(m|pml)$/.test(file))) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const peer = readPeer(join(folder, name));
  const missing = missingTools(peer);
  if (missing.length > 0) {
    console.log(`${name}: skipped, ${missing.join(' and ')} not installed`);
    continue;
  }
  for (const variant of peer.variants) {
    const count = countStates(peer, variant);
    const agrees = count.states === variant.states;
    if (!agrees) differ += 1;
    const steps = count.steps === null ? '' : `, ${count.steps} steps`;
    console.log(
      `${agrees ? 'agrees ' : 'DIFFERS'} ${basename(name)} ${variant.assume}: ${count.states} states${steps}; stated ${variant.states}`,
    );
  }
}
process.exitCode = differ > 0 ? 1 : 0;
