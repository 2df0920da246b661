/**
 * Under amnesia a durable variable without `wiped` is reset to its initial value. If that is not the first value of its type
 * the model begins settled ("everyone has the record"), and a disk that is lost comes back full: what holds then may not.
 */
import { type NodeItem, printExpr, type System, unhandled } from '#grammar';
import { Choices, CutSignal } from '../../model/interpreter/choices.ts';
import { firstValue } from '../../model/interpreter/first-values.ts';
import { ModelErrorSignal } from '../../model/interpreter.ts';
import type { Model, Role, Type, Value, Variable } from '../../model/ir.ts';
import { equal, least } from '../../model/values.ts';
import { expressionsIn } from '../../model/walk.ts';
import { NOWHERE } from '../context.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

export function settledDisks(system: System, { model }: Meeting, reporter: Reporter): void {
  const forgetful = new Set(model.crashes.filter((crash) => crash.mode === 'amnesia').flatMap((crash) => crash.roles));
  for (const item of system.items) {
    const role = item.kind === 'node' ? model.roles.find(({ name }) => name === item.name.text) : undefined;
    if (item.kind !== 'node' || role === undefined || !forgetful.has(role.index)) continue;
    for (const member of item.members) {
      if (member.kind !== 'variable' || member.modifier !== 'durable' || member.wiped !== null) continue;
      const variable = role.variables.find(({ name }) => name === member.name.text);
      if (variable !== undefined && beginsSettled(model, role, variable)) warn(model, member, variable.type, reporter);
    }
  }
}

type Member = Extract<NodeItem['members'][number], { kind: 'variable' }>;

/** Some instance begins with another value than the first of the type. What begins with another variable's value is as settled as that. */
function beginsSettled(model: Model, role: Role, variable: Variable): boolean {
  const { initial, type } = variable;
  if (initial === null || expressionsIn(initial).some(({ op }) => op === 'var')) return false;
  return model.instances.some(({ index, role: r }) => {
    if (r !== role.index) return false;
    try {
      return !equal(type, firstValue(model, variable, initial, NOWHERE, index, new Choices([])), least(type));
    } catch (signal) {
      // The check itself ends in it.
      if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return false;
      throw signal;
    }
  });
}

function warn(model: Model, { name, initial }: Member, type: Type, reporter: Reporter): void {
  if (initial.kind === 'any') return;
  const { text, span } = name;
  const empty = textOf(model, type, least(type));
  const { end } = initial.value.span;
  reporter.report('PV0713', span, `a lost disk comes back with \`${text}\` as ${printExpr(initial.value)}`, {
    why: `Under ${model.assume} amnesia resets it to its initial value, which is not the first value of its type, as if something had been stored before. An empty disk holds nothing.`,
    help: `declare the value on an empty disk, such as \`wiped ${empty ?? 'any'}\`, or \`wiped ${printExpr(initial.value)}\` if this is intended`,
    fixes:
      empty === null
        ? []
        : [{ title: `Write \`wiped ${empty}\``, edits: [{ span: { ...span, start: end, end }, text: ` wiped ${empty}` }] }],
  });
}

/** As the author would write it; null where that is long. */
function textOf(model: Model, type: Type, value: Value): string | null {
  switch (type.kind) {
    case 'bool':
    case 'int':
      return String(value);
    case 'enum':
      return type.members[value as number];
    case 'node':
      return model.instances[value as number].name;
    case 'optional':
      return 'none';
    case 'set':
      return '{}';
    case 'list':
      return '[]';
    case 'map':
      return textOf(model, type.value, (value as readonly Value[])[0]);
    case 'struct':
      return null;
    default:
      return unhandled(type);
  }
}
