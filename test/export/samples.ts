/** The models of the samples, each check at the first point of its sweep. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyse, load, type Model } from '#checker';

const ROOT = join(import.meta.dirname, '../../samples');

export interface SampleModel {
  readonly name: string;
  readonly text: string;
  readonly model: Model;
}

export function* sampleModels(): Generator<SampleModel> {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.proviso'));
  for (const file of files.sort()) {
    const path = join(ROOT, file);
    const text = readFileSync(path, 'utf8');
    const locate = (from: string, to: string) => {
      const target = join(dirname(from), to);
      return { path: target, text: readFileSync(target, 'utf8') };
    };
    for (const plan of analyse(load(path, text, locate)).checks) {
      if (plan.span.file !== path) continue;
      const model = plan.runs[0]?.model().model;
      if (model != null) yield { name: `${file}: ${plan.assume}`, text, model };
    }
  }
}
