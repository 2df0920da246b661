/** A whole file: imports, systems, assumes and checks. */
import type { TokenType } from 'chevrotain';
import type { Assume, Check, Claim, Expectation, Expr, Import, OverWord, Provisos, SourceFile, Sweep, System, UpTo } from '../ast.ts';
import { ignoresIn } from '../ignores.ts';
import type { Lexed } from '../lexer.ts';
import * as t from '../tokens.ts';
import { AssumptionParser } from './assumptions.ts';
import { decided } from './decided.ts';
import { decide } from './decisions.ts';
import { verdicts } from './starts.ts';

const verdictWords = Object.values(verdicts);
const isVerdict = (type: TokenType) => verdictWords.includes(type);

export class ProvisoParser extends AssumptionParser {
  /** `validated`: chevrotain looks for what is wrong with the grammar, and throws. */
  constructor({ validated = false, decisions = decided() } = {}) {
    super(validated);
    if (decisions === null || validated) this.performSelfAnalysis();
    else decide(this, decisions);
  }

  read(path: string, text: string, lexed: Lexed): SourceFile {
    this.begin(path, text, lexed);
    return { ...this.file(), ignores: ignoresIn(path, text, lexed.comments), path, span: { file: path, start: 0, end: text.length } };
  }

  /** An expression alone; null where something is wrong, which `problems` says. */
  readQuestion(path: string, text: string, lexed: Lexed): Expr | null {
    this.begin(path, text, lexed);
    return this.question();
  }

  question = this.RULE('question', (): Expr | null => this.whole(() => this.subrule(0, this.formula)));

  file = this.RULE('file', (): Pick<SourceFile, 'imports' | 'systems' | 'assumes' | 'checks' | 'provisos'> => {
    const imports: Import[] = [];
    const systems: System[] = [];
    const assumes: Assume[] = [];
    const checks: Check[] = [];
    const provisos: Provisos[] = [];
    this.items('file', () =>
      this.or(0, [
        { ALT: () => imports.push(this.subrule(0, this.import)) },
        { ALT: () => systems.push(this.subrule(0, this.system)) },
        { ALT: () => assumes.push(this.subrule(0, this.assume)) },
        { ALT: () => checks.push(this.subrule(0, this.check)) },
        { ALT: () => provisos.push(this.subrule(0, this.provisos)) },
      ]),
    );
    return { imports, systems, assumes, checks, provisos };
  });

  import = this.RULE('import', (): Import => {
    const start = this.here();
    this.consume(0, t.Import);
    this.ACTION(() => {
      if (!this.isNext(t.Text))
        this.fail('PV0101', this.missingSpan(), 'expected a file in double quotes after `import`, such as `"./other.proviso"`');
    });
    const token = this.consume(0, t.Text);
    return { path: token.image.replaceAll('"', ''), pathSpan: this.spanOf(token), span: this.span(start) };
  });

  check = this.RULE('check', (): Check => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Check);
    const head = this.header(() => {
      const assume = this.name(0, 'the name of an assume after `check`');
      const system = this.option(0, () => {
        this.consume(0, t.Of);
        return this.name(1, 'the name of a system after `of`');
      });
      const sweeps = this.option(1, () => {
        this.consume(0, t.For);
        return this.commas(0, (each) => this.subrule(each, this.sweep));
      });
      this.ACTION(() => this.requireBrace('before the expectations'));
      return { assume, system: system ?? null, sweeps: sweeps ?? [] };
    });
    const expectations: Expectation[] = [];
    this.block('check', "after the assume's name", () => expectations.push(this.subrule(0, this.expectation)));
    return { doc, ...this.known(head), expectations, span: this.span(start) };
  });

  provisos = this.RULE('provisos', (): Provisos => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Provisos);
    const head = this.header(() => {
      const assume = this.name(0, 'the name of an assume after `provisos`');
      const system = this.option(0, () => {
        this.consume(0, t.Of);
        return this.name(1, 'the name of a system after `of`');
      });
      const sweeps = this.option(1, () => {
        this.consume(0, t.For);
        return this.commas(0, (each) => this.subrule(each, this.sweep));
      });
      const over = this.option(2, () => {
        this.consume(0, t.Over);
        return this.commas(3, (each) => this.subrule(each, this.overWord));
      });
      this.ACTION(() => this.requireBrace('after what the provisos are of'));
      return { assume, system: system ?? null, sweeps: sweeps ?? [], over: over ?? [] };
    });
    const claims: Claim[] = [];
    this.block('provisos', "after the assume's name", () => claims.push(this.subrule(0, this.claim)));
    return { doc, ...this.known(head), claims, span: this.span(start) };
  });

  overWord = this.RULE('overWord', (): OverWord => {
    const start = this.here();
    const phrase = this.phrase('a quantity after `over`, such as `delay`, `pause`, `losses` or `crashes`');
    return { word: phrase.word, span: this.span(start) };
  });

  claim = this.RULE('claim', (): Claim => {
    const start = this.here();
    const property = this.name(0, 'the name of a property');
    this.mark(0, t.Holds, `after \`${property.text}\``);
    this.ACTION(() => {
      if (this.isNext(t.When) || this.isNext(t.Provided)) return;
      this.fail('PV0101', this.missingSpan(), 'expected `when` (just there) or `provided` (there at least) after `holds`');
    });
    const word = this.or(0, [{ ALT: () => this.consume(0, t.When) }, { ALT: () => this.consume(0, t.Provided) }]);
    const condition = this.claimed(() => this.subrule(0, this.formula));
    return { property, word: this.wordOf(word) as Claim['word'], wordSpan: this.spanOf(word), condition, span: this.span(start) };
  });

  sweep = this.RULE('sweep', (): Sweep => {
    const start = this.here();
    const name = this.name(0, 'the name of a constant after `for`');
    this.mark(0, t.In, 'and the values of the constant');
    const domain = this.subrule(0, this.range);
    return { name, domain, span: this.span(start) };
  });

  expectation = this.RULE('expectation', (): Expectation => {
    const start = this.here();
    const property = this.name(0, 'the name of a property');
    this.ACTION(() => {
      this.repair(verdictWords);
      this.requireVerdict(property.text);
    });
    const verdict = this.or(0, [
      { ALT: () => this.consume(0, t.Holds) },
      { ALT: () => this.consume(0, t.Violated) },
      { ALT: () => this.consume(0, t.Reached) },
      { ALT: () => this.consume(0, t.Unreached) },
    ]);
    // the name of the next property may look like `up`, or like `when`
    const upTo = this.option(1, {
      GATE: () => this.isNext(t.Up) && !isVerdict(this.LA(2).tokenType),
      DEF: () => this.subrule(0, this.faultLimit),
    });
    this.ACTION(() => {
      if (!isVerdict(this.LA(2).tokenType)) this.repair([t.When]);
    });
    const when = this.option(0, () => {
      this.consume(0, t.When);
      return this.subrule(0, this.formula);
    });
    const word = this.wordOf(verdict) as Expectation['verdict'];
    return {
      property,
      verdict: word,
      verdictSpan: this.spanOf(verdict),
      upTo: upTo ?? null,
      when: when ?? null,
      span: this.span(start),
    };
  });

  faultLimit = this.RULE('faultLimit', (): UpTo => {
    const start = this.here();
    const faults = this.upTo(0);
    this.ACTION(() => {
      if (!this.isNext(t.Fault)) this.repair([t.Faults]);
      if (!this.isNext(t.Fault) && !this.isNext(t.Faults)) this.failMark(t.Faults, 'after how many there may be');
    });
    this.or(0, [{ ALT: () => this.consume(0, t.Faults) }, { ALT: () => this.consume(0, t.Fault) }]);
    return { faults, span: this.span(start) };
  });

  private requireVerdict(property: string): void {
    if (isVerdict(this.next().tokenType)) return;
    const found = this.beginsLine(this.next(), this.LA(0)) ? '' : `, found ${this.found()}`;
    this.fail('PV0101', this.missingSpan(), `expected \`holds\`, \`violated\`, \`reached\` or \`unreached\` after \`${property}\`${found}`);
  }
}
