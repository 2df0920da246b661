/** Values as TLC prints them. */
export type TlaValue =
  | boolean
  | number
  | string
  | { readonly kind: 'set' | 'sequence'; readonly elements: readonly TlaValue[] }
  /** of a record the keys are the names of its fields */
  | { readonly kind: 'function'; readonly points: readonly (readonly [key: TlaValue, value: TlaValue])[] };

/** Throws where the text is no value. */
export function parseValue(text: string): TlaValue {
  const parser = new Parser(text);
  const value = parser.value();
  parser.end();
  return value;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+)|([A-Za-z_][A-Za-z0-9_]*)|(<<|>>|\|->|:>|@@|\.\.|[{}[\](),]))/y;

interface Token {
  readonly text: string;
  readonly kind: 'string' | 'number' | 'name' | 'sign';
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail();
  }

  value(): TlaValue {
    const { text, kind } = this.#next();
    switch (kind) {
      case 'string':
        return JSON.parse(text) as string;
      case 'number':
        return this.#takes('..') ? interval(Number(text), Number(this.#next().text)) : Number(text);
      case 'name':
        if (text === 'TRUE') return true;
        if (text === 'FALSE') return false;
        return this.#fail();
      case 'sign':
        return this.#composite(text);
      default:
        return kind satisfies never;
    }
  }

  #composite(sign: string): TlaValue {
    if (sign === '<<') return { kind: 'sequence', elements: this.#list('>>', () => this.value()) };
    if (sign === '{') return { kind: 'set', elements: this.#list('}', () => this.value()) };
    if (sign === '[') return { kind: 'function', points: this.#list(']', () => this.#point('|->', () => this.#next().text)) };
    if (sign === '(') return { kind: 'function', points: this.#list(')', () => this.#point(':>', () => this.value()), '@@') };
    return this.#fail();
  }

  #point(sign: string, key: () => TlaValue): [TlaValue, TlaValue] {
    const from = key();
    if (!this.#takes(sign)) this.#fail();
    return [from, this.value()];
  }

  #list<T>(close: string, one: () => T, between = ','): T[] {
    const all: T[] = [];
    if (this.#takes(close)) return all;
    do all.push(one());
    while (this.#takes(between));
    if (!this.#takes(close)) this.#fail();
    return all;
  }

  #takes(text: string): boolean {
    if (this.#tokens[this.#at]?.text !== text) return false;
    this.#at++;
    return true;
  }

  #next(): Token {
    return this.#tokens[this.#at++] ?? this.#fail();
  }

  #fail(): never {
    throw new Error(
      `no value of TLA+: ${this.#tokens
        .slice(Math.max(0, this.#at - 3), this.#at + 3)
        .map(({ text }) => text)
        .join(' ')}`,
    );
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const whole = text.trimEnd();
  while (TOKEN.lastIndex < whole.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(whole);
    if (found === null) throw new Error(`no value of TLA+: ${whole.slice(at, at + 20)}`);
    const [, string, number, name, sign] = found;
    if (string !== undefined) tokens.push({ text: string, kind: 'string' });
    else if (number !== undefined) tokens.push({ text: number, kind: 'number' });
    else if (name !== undefined) tokens.push({ text: name, kind: 'name' });
    else tokens.push({ text: sign, kind: 'sign' });
  }
  return tokens;
}

function interval(from: number, to: number): TlaValue {
  return { kind: 'set', elements: Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i) };
}
