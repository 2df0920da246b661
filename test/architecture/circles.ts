/** Circles among files that import one another: strongly connected components of the import graph (Tarjan, 1972). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The components of more than one file, imports of types included. Paths are relative to the project. */
export function circlesIn(parts: readonly string[]): string[][] {
  const files = parts.flatMap((part) =>
    readdirSync(join(root, part, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => join(part, 'src', file)),
  );
  const imports = new Map(files.filter((file) => file.endsWith('.ts')).map((file) => [file, importsOf(file)]));
  return componentsOf(imports).filter((component) => component.length > 1);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, to]) => relative(root, join(root, dirname(file), to)));
}

function componentsOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const components: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const waiting: string[] = [];
  const visit = (file: string): number => {
    const number = order.size;
    order.set(file, number);
    lowest.set(file, number);
    waiting.push(file);
    for (const to of imports.get(file) ?? []) {
      const reached = order.has(to) ? (waiting.includes(to) ? order.get(to)! : number) : visit(to);
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === number) components.push(waiting.splice(waiting.indexOf(file)).sort());
    return lowest.get(file)!;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return components;
}
