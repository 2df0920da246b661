/** Declared and never used: constants, types, messages, functions, variables and timers. */
import type { Name, System } from '#grammar';
import type { Context } from '../context.ts';
import type { Reporter } from '../report.ts';

export function unused(system: System, cx: Context, reporter: Reporter): void {
  const judge = (name: Name, what: string) => {
    if (cx.used.has(`${name.span.file}:${name.span.start}`) || name.text.startsWith('_')) return;
    reporter.report('PV0704', name.span, `the ${what} \`${name.text}\` is never used`);
  };
  for (const item of system.items) {
    if (item.kind === 'message' || item.kind === 'struct' || item.kind === 'enum' || item.kind === 'type') judge(item.name, item.kind);
    if (item.kind === 'fun') judge(item.name, 'function');
    if (item.kind === 'node') {
      for (const m of item.members)
        if (m.kind === 'variable' || m.kind === 'timer') judge(m.name, m.kind === 'timer' ? 'timer' : 'variable');
    }
  }
}
