/** Everything that a file declares, with what an editor shows of it. */
import type { Expr, Field, Name, NodeItem, NodeMember, ScenarioItem, SourceFile, Span, System, SystemItem, TypeExpr } from '#grammar';
import { printExpr, printScenario, unhandled } from '#grammar';

export type DeclarationKind =
  | 'system'
  | 'assume'
  | 'check'
  | 'constant'
  | 'type'
  | 'enum'
  | 'member'
  | 'struct'
  | 'field'
  | 'message'
  | 'function'
  | 'predicate'
  | 'clock'
  | 'ghost'
  | 'node'
  | 'variable'
  | 'timer'
  | 'handler'
  | 'action'
  | 'property'
  | 'local';

export interface Declaration {
  readonly kind: DeclarationKind;
  readonly name: Name;
  /** the whole of it */
  readonly span: Span;
  /** as it is written, in a line: "lease: 0..4", "message Write(token: Token)" */
  readonly signature: string;
  /** of a variable, ghost or field its type; null of all else */
  readonly type: TypeExpr | null;
  /** of what takes arguments or has fields: how it is called; null of all else */
  readonly call: CallForm | null;
  readonly doc: string | null;
  /** the system, node, message or enum that it belongs to */
  readonly container: string | null;
  readonly inside: readonly Declaration[];
}

/** "fun larger", its parameters "a: 0..3" and "b: 0..3", ": 0..3" */
export interface CallForm {
  readonly before: string;
  readonly parameters: readonly Parameter[];
  readonly after: string;
}

export interface Parameter {
  readonly name: string;
  readonly text: string;
}

/** "fun larger(a: 0..3, b: 0..3): 0..3"; `always`: with parentheses although there is nothing in them */
export function callText({ before, parameters, after }: CallForm, always = false): string {
  const inside = parameters.length === 0 && !always ? '' : `(${parameters.map(({ text }) => text).join(', ')})`;
  return before + inside + after;
}

/** In the order of the text. */
export function declarationsOf(file: SourceFile): Declaration[] {
  const all = [
    ...file.systems.map(systemDeclaration),
    ...file.assumes.map(
      (a): Declaration => ({
        ...plain('assume', a.name, a.span, `assume ${a.name.text}${a.base === null ? '' : ` extends ${a.base.text}`}`, a.doc, null),
        inside: a.items.flatMap((i) => (i.kind === 'const' ? [constant(i, a.name.text)] : [])),
      }),
    ),
  ];
  return all.sort((a, b) => a.span.start - b.span.start);
}

/** The declarations and all that is inside them. */
export function flattened(declarations: readonly Declaration[]): Declaration[] {
  return declarations.flatMap((d) => [d, ...flattened(d.inside)]);
}

function plain(
  kind: DeclarationKind,
  name: Name,
  span: Span,
  signature: string,
  doc: string | null,
  container: string | null,
): Declaration {
  return { kind, name, span, signature, type: null, call: null, doc, container, inside: [] };
}

function systemDeclaration(system: System): Declaration {
  return {
    ...plain('system', system.name, system.span, `system ${system.name.text}`, system.doc, null),
    inside: system.items.map((item) => itemDeclaration(item, system.name.text)),
  };
}

function constant(item: Extract<SystemItem, { kind: 'const' }>, container: string): Declaration {
  return plain('constant', item.name, item.span, `const ${item.name.text} = ${printExpr(item.value)}`, item.doc, container);
}

function itemDeclaration(item: SystemItem, container: string): Declaration {
  const { name, span, doc } = item;
  const make = (kind: DeclarationKind, signature: string) => plain(kind, name, span, signature, doc, container);
  switch (item.kind) {
    case 'const':
      return constant(item, container);
    case 'type':
      return make('type', `type ${name.text} = ${typeText(item.type)}${item.limit === null ? '' : ' limit'}`);
    case 'enum':
      return {
        ...make('enum', `enum ${name.text} { ${item.members.map((m) => m.text).join(', ')} }`),
        inside: item.members.map((m) => plain('member', m, m.span, `${m.text} of ${name.text}`, null, name.text)),
      };
    case 'struct':
    case 'message': {
      const call = callForm(item.kind, name, item.fields);
      return { ...make(item.kind, callText(call)), call, inside: fields(item.fields, name.text) };
    }
    case 'fun': {
      const call = callForm('fun', name, item.params, `: ${typeText(item.result)}`);
      return { ...make('function', `${callText(call, true)} = ${printExpr(item.body)}`), call };
    }
    case 'predicate': {
      const call = callForm('let', name, item.params);
      return { ...make('predicate', `${callText(call)} = ${printExpr(item.body)}`), call };
    }
    case 'clock':
      return make('clock', clockText(item));
    case 'ghost':
      return { ...make('ghost', `ghost ${name.text}: ${typeText(item.type)}`), type: item.type };
    case 'node':
      return { ...make('node', nodeText(item)), inside: item.members.flatMap((member) => memberDeclarations(member, name.text)) };
    case 'property': {
      if (item.word === 'scenario') return make('property', scenarioText(item));
      const provided = item.provided === null ? '' : ` provided ${printExpr(item.provided)}`;
      return make('property', `${item.word} ${name.text}: ${printExpr(item.formula)}${provided}`);
    }
    default:
      return unhandled(item);
  }
}

function scenarioText(item: ScenarioItem): string {
  return `scenario ${item.name.text} ${printScenario(item)}`;
}

function fields(all: readonly Field[], container: string): Declaration[] {
  return all.map((f) => ({ ...plain('field', f.name, f.span, fieldText(f), null, container), type: f.type }));
}

function fieldText({ name, type }: Field): string {
  return `${name.text}: ${typeText(type)}`;
}

function callForm(word: string, name: Name, all: readonly Field[], after = ''): CallForm {
  const parameters = all.map((field) => ({ name: field.name.text, text: fieldText(field) }));
  return { before: `${word} ${name.text}`, parameters, after };
}

function clockText(item: Extract<SystemItem, { kind: 'clock' }>): string {
  const more = item.monotonic ? ' monotonic' : item.uncertainty === null ? '' : ` uncertainty ${printExpr(item.uncertainty)}`;
  return `clock ${item.name.text} until ${printExpr(item.horizon)}${more}`;
}

function nodeText(item: NodeItem): string {
  return `${item.strict ? 'strict ' : ''}node ${item.name.text}${item.count === null ? '' : `[${printExpr(item.count)}]`}`;
}

function memberDeclarations(member: NodeMember, container: string): Declaration[] {
  const { span, doc } = member;
  switch (member.kind) {
    case 'variable': {
      const modifier = member.modifier === null ? '' : `${member.modifier} `;
      const wiped = member.wiped === null ? '' : ` wiped ${initialText(member.wiped)}`;
      const signature = `${modifier}${member.name.text}: ${typeText(member.type)} = ${initialText(member.initial)}${wiped}`;
      const kind = member.modifier === 'ghost' ? 'ghost' : 'variable';
      return [{ ...plain(kind, member.name, span, signature, doc, container), type: member.type }];
    }
    case 'timer':
      return [
        plain(
          'timer',
          member.name,
          span,
          `timer ${member.name.text}${member.key === null ? '' : `[${typeText(member.key)}]`}`,
          doc,
          container,
        ),
      ];
    case 'action': {
      const signature = `${member.optional ? 'optional ' : ''}action ${member.name.text}`;
      return [plain('action', member.name, span, signature, doc, container)];
    }
    case 'handler': {
      const text = member.triggers.map((t) => (t.kind === 'name' ? t.name.text : t.kind)).join(', ');
      const [first] = member.triggers;
      const name =
        first === undefined ? { text, span } : { text: `on ${text}`, span: first.kind === 'name' ? first.name.span : first.span };
      return [plain('handler', name, span, `on ${text}`, doc, container)];
    }
    case 'defer':
      return [];
    default:
      return unhandled(member);
  }
}

function initialText(initial: { readonly kind: 'any' } | { readonly kind: 'value'; readonly value: Expr }): string {
  return initial.kind === 'any' ? 'any' : printExpr(initial.value);
}

export function typeText(type: TypeExpr): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'range':
      return `${printExpr(type.low)}..${printExpr(type.high)}`;
    case 'name':
      return type.name.text;
    case 'optional':
      return `${typeText(type.of)}?`;
    case 'set':
      return `set<${typeText(type.of)}>`;
    case 'list':
      return `list<${typeText(type.of)}, ${printExpr(type.max)}>`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
    default:
      return unhandled(type);
  }
}
