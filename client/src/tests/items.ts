/** The items of the Test Explorer: file, check or block, expectation or claim, point of a sweep. */
import * as vscode from 'vscode';
import type { Test, TestGroup, TestPlace, TestPoint, TestPointsAnswer, TestResult, TestState, TestsParams } from '#server';

/** What has a result of its own: an expectation or a claim, or one of its points. */
export interface Leaf {
  readonly kind: 'test' | 'point';
  readonly item: vscode.TestItem;
  readonly group: TestGroup<TestPlace>;
  readonly test: Test<TestPlace>;
  readonly state: TestState;
  readonly milliseconds: number | null;
  readonly result: TestResult<TestPlace> | null;
}

/** Of one item. */
export type About =
  | { readonly kind: 'file'; readonly uri: string }
  | { readonly kind: 'group'; readonly uri: string; readonly group: string }
  | { readonly kind: 'test' | 'point'; readonly uri: string; readonly group: string; readonly test: string };

/** Points that are listed without being asked for. */
const FEW = 8;

export class Items {
  readonly #controller: vscode.TestController;
  readonly #about = new WeakMap<vscode.TestItem, About>();
  readonly #known = new Map<string, TestsParams>();
  /** of tests whose points are shown, by the id of their item; and the key of the group that they are of */
  readonly #points = new Map<string, { readonly key: string | null; readonly points: readonly TestPoint<TestPlace>[] }>();
  /** by the ids of their items: tests whose points somebody wants to see, all of them */
  readonly #opened = new Set<string>();

  constructor(controller: vscode.TestController) {
    this.#controller = controller;
  }

  about(item: vscode.TestItem): About | null {
    return this.#about.get(item) ?? null;
  }

  testsOf(uri: string): TestsParams | null {
    return this.#known.get(uri) ?? null;
  }

  get uris(): readonly string[] {
    return [...this.#controller.items].map(([id]) => id);
  }

  file(uri: string): vscode.TestItem {
    const known = this.#controller.items.get(uri);
    if (known !== undefined) return known;
    const at = vscode.Uri.parse(uri, true);
    const item = this.#controller.createTestItem(uri, vscode.workspace.asRelativePath(at), at);
    item.canResolveChildren = true;
    this.#about.set(item, { kind: 'file', uri });
    this.#controller.items.add(item);
    return item;
  }

  remove(uri: string): void {
    for (const { kind, item } of this.leaves(uri)) {
      if (kind !== 'test') continue;
      this.#points.delete(item.id);
      this.#opened.delete(item.id);
    }
    this.#controller.items.delete(uri);
    this.#known.delete(uri);
  }

  /** The file is now so. Items of what it has no more go away, unless it has errors: then more of it may come back with the next letter. */
  update(tests: TestsParams): void {
    const { uri, problem, groups } = tests;
    this.#known.set(uri, tests);
    const file = this.file(uri);
    file.error = problem === null ? undefined : `${problem}: see Problems`;
    for (const [i, group] of groups.entries()) this.#group(file, uri, group, i);
    if (problem === null) keepOnly(file.children, new Set(groups.map(({ id }) => `${uri} ${id}`)));
  }

  /** The points of a test are shown, or are other ones now. */
  showPoints(item: vscode.TestItem, points: TestPointsAnswer): void {
    const about = this.#about.get(item);
    // A text with errors has none: those of before stay listed.
    if (about?.kind !== 'test' || points === null || points.length === 0) return;
    const key = this.#known.get(about.uri)?.groups.find(({ id }) => id === about.group)?.key ?? null;
    this.#points.set(item.id, { key, points });
    // VS Code asks for all items of a file that is opened: the points of a large sweep are more than anybody wants then.
    const matter = points.filter(({ state }) => state === 'failed' || state === 'unknown');
    const shown = points.length <= FEW || this.#opened.has(item.id) ? points : matter.slice(0, FEW);
    for (const [i, point] of shown.entries()) {
      const id = `${item.id} ${point.id}`;
      const child = item.children.get(id) ?? this.#controller.createTestItem(id, point.id, item.uri);
      child.sortText = String(i).padStart(5, '0');
      this.#about.set(child, { ...about, kind: 'point' });
      item.children.add(child);
    }
    keepOnly(item.children, new Set(shown.map(({ id }) => `${item.id} ${id}`)));
  }

  /** Somebody wants to see all its points. */
  openPoints(item: vscode.TestItem): void {
    this.#opened.add(item.id);
  }

  hasPoints(item: vscode.TestItem): boolean {
    return item.children.size > 0;
  }

  /** All that has a result of its own in a file. */
  leaves(uri: string): Leaf[] {
    const file = this.#controller.items.get(uri);
    return (this.#known.get(uri)?.groups ?? []).flatMap((group) =>
      group.tests.flatMap((test): Leaf[] => {
        const item = file?.children.get(`${uri} ${group.id}`)?.children.get(`${uri} ${group.id} ${test.id}`);
        if (item === undefined) return [];
        const { state, milliseconds, result } = test;
        const shown = this.#points.get(item.id);
        // Those of a text before are asked for again.
        const points = (shown?.key === group.key ? shown.points : []).flatMap((point): Leaf[] => {
          const child = item.children.get(`${item.id} ${point.id}`);
          return child === undefined ? [] : [{ kind: 'point', item: child, group, test, ...point }];
        });
        return [{ kind: 'test', item, group, test, state, milliseconds, result }, ...points];
      }),
    );
  }

  #group(file: vscode.TestItem, uri: string, group: TestGroup<TestPlace>, index: number): void {
    const id = `${uri} ${group.id}`;
    const item = file.children.get(id) ?? this.#controller.createTestItem(id, group.label, file.uri);
    this.#about.set(item, { kind: 'group', uri, group: group.id });
    item.label = group.label;
    item.sortText = String(index).padStart(5, '0');
    item.range = rangeOf(group.place).with({ end: rangeOf(group.place).start });
    item.busy = group.state === 'running';
    file.children.add(item);
    for (const [i, test] of group.tests.entries()) this.#test(item, uri, group.id, test, i);
    keepOnly(item.children, new Set(group.tests.map((test) => `${id} ${test.id}`)));
  }

  #test(parent: vscode.TestItem, uri: string, group: string, test: Test<TestPlace>, index: number): void {
    const id = `${parent.id} ${test.id}`;
    const item = parent.children.get(id) ?? this.#controller.createTestItem(id, test.label, parent.uri);
    this.#about.set(item, { kind: 'test', uri, group, test: test.id });
    item.label = test.label;
    item.description = descriptionOf(test);
    item.sortText = String(index).padStart(5, '0');
    item.range = rangeOf(test.place);
    item.canResolveChildren = test.points > 1;
    if (test.points === 1) item.children.replace([]);
    parent.children.add(item);
  }
}

/** "scenario", "2 of 144 points failed" */
function descriptionOf({ kind, points, counts, state }: Test<TestPlace>): string {
  const kinds = kind === 'scenario' ? ['scenario'] : [];
  if (points === 1) return kinds.join();
  const [failed, unknown] = [counts.failed, counts.unknown];
  const all = `${points} points`;
  const said = state === 'failed' ? `${failed} of ${all} failed` : state === 'unknown' ? `${unknown} of ${all} unknown` : all;
  return [...kinds, said].join(', ');
}

export function rangeOf({ range: { start, end } }: TestPlace): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function keepOnly(items: vscode.TestItemCollection, ids: ReadonlySet<string>): void {
  for (const [id] of items) if (!ids.has(id)) items.delete(id);
}
