/** Where an import leads: never out of the folder that was given. */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Located } from '#checker';
import { isInside, readText, shown } from './files.ts';

/** Links are followed before it is asked whether the file is inside. */
export function locate(folder: string, from: string, path: string): Located {
  const target = resolve(dirname(from), path);
  if (!isInside(resolve(folder), target)) return outside(folder, path);
  const content = readText(target);
  if ('problem' in content) {
    const help = 'write the path relative to this file, such as "./other.proviso"';
    return { problem: `${path} cannot be imported: ${content.problem}`, details: { label: 'not read', help } };
  }
  return isInside(realpathSync(folder), realpathSync(target)) ? { path: shown(target), text: content.text } : outside(folder, path);
}

function outside(folder: string, path: string): Located {
  return {
    problem: `${path} is outside ${shown(folder)}, the folder that was given`,
    details: {
      label: 'outside the folder',
      why: 'a file that someone sends you must not be able to read others of yours',
      help: `give proviso a folder that holds both files, or move the imported file into ${shown(folder)}`,
    },
  };
}
