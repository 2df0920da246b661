/** The state at a moment: a table for each role, a row for each variable, a column for each node; what changed is marked. */
import { type Cell, type Counterexample, cellText, cellValueText, type Datum, type Replay } from '#report/walk';
import { element } from './elements.ts';
import type { Walk } from './walk.ts';

interface Shown {
  readonly cell: number;
  readonly at: HTMLTableCellElement;
  value: Datum | undefined;
  changed: boolean;
}

interface Row {
  readonly row: HTMLTableRowElement;
  /** for the filter: "client#1.lease client#2.lease" */
  readonly words: string;
  readonly cells: readonly Shown[];
}

export class StateTables {
  readonly #replay: Replay;
  readonly #tables: readonly { readonly table: HTMLElement; readonly rows: readonly Row[] }[];

  constructor({ replay }: Counterexample, into: HTMLElement) {
    this.#replay = replay;
    const roles = [...new Set(replay.nodes.map(({ role }) => role))];
    this.#tables = [...roles.map((role) => this.#ofRole(role)), this.#ofSystem()].filter(({ rows }) => rows.length > 0);
    into.replaceChildren(...this.#tables.map(({ table }) => table));
  }

  show(walk: Walk): void {
    const isTick = walk.moment > 0 && walk.run.replay.moments[walk.moment - 1].kind === 'tick';
    for (const { rows } of this.#tables) {
      for (const { cells } of rows) for (const shown of cells) this.#update(shown, walk, isTick);
    }
  }

  /** Rows that have none of the words, or (`changedOnly`) no change, are hidden. */
  filter(words: string, changedOnly: boolean): void {
    const wanted = words
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    for (const { table, rows } of this.#tables) {
      for (const { row, words, cells } of rows) {
        const isNamed = wanted.length === 0 || wanted.some((word) => words.includes(word));
        row.hidden = !isNamed || (changedOnly && !cells.some(({ changed }) => changed));
      }
      table.hidden = rows.every(({ row }) => row.hidden);
    }
  }

  #update(shown: Shown, walk: Walk, isTick: boolean): void {
    const { cell, at } = shown;
    const value = walk.values[cell];
    const about = this.#replay.cells[cell];
    // Time runs down timers and clocks: that alone is no news.
    const changed = walk.hasChanged(cell) && !(isTick && runsDown(about, value));
    if (value === shown.value && changed === shown.changed && !changed) return;
    shown.value = value;
    shown.changed = changed;
    const text = cellValueText(about, value);
    at.classList.toggle('changed', changed);
    if (!changed) at.textContent = text;
    else at.replaceChildren(element('s', { text: cellValueText(about, walk.before(cell)) }), ' → ', element('b', { text }));
  }

  #ofRole(role: string) {
    const { nodes, cells } = this.#replay;
    const columns = nodes.flatMap((one, node) => (one.role === role ? [node] : []));
    const own = cells.flatMap((cell, index) => (cell.node !== null && columns.includes(cell.node) ? [{ cell, index }] : []));
    const rows = [...Map.groupBy(own, ({ cell: { kind, name } }) => `${kind} ${name}`).values()].map((group) =>
      this.#row(
        group[0].cell,
        columns.map((node) => group.find(({ cell }) => cell.node === node)?.index ?? null),
      ),
    );
    return tableOf(
      columns.map((node) => nodes[node].name),
      rows,
    );
  }

  #ofSystem() {
    const rows = this.#replay.cells.flatMap((cell, index) => (cell.node === null ? [this.#row(cell, [index])] : []));
    return tableOf(['the system'], rows);
  }

  /** `indices`: of the cells, one for each column; null where a node has none. */
  #row(cell: Cell, indices: readonly (number | null)[]): Row {
    const cells: Shown[] = [];
    const row = element('tr', {}, element('th', { scope: 'row', text: cellText(cell) }));
    for (const index of indices) {
      const at = element('td');
      row.append(at);
      if (index !== null) cells.push({ cell: index, at, value: undefined, changed: false });
    }
    const names = indices.flatMap((index) => {
      const node = index === null ? null : this.#replay.cells[index].node;
      return node === null ? [cell.name] : [`${this.#replay.nodes[node].name}.${cell.name}`];
    });
    return { row, words: names.join(' ').toLowerCase(), cells };
  }
}

function runsDown({ kind }: Cell, value: Datum): boolean {
  return (kind === 'timer' && value !== null && value !== 0) || kind === 'clock';
}

function tableOf(columns: readonly string[], rows: readonly Row[]) {
  const head = element('tr', {}, element('th', { scope: 'col', text: 'variable' }));
  for (const column of columns) head.append(element('th', { scope: 'col', text: column }));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows.map(({ row }) => row)));
  return { table, rows };
}
