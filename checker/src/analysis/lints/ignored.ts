/** Lints that a comment switches off, with a reason; a comment that does nothing is reported itself. */
import type { Diagnostic, Ignore, SourceFile } from '#grammar';
import type { Reporter } from '../report.ts';

const IS_LINT = /^PV07\d\d$/;

/** Whether a comment in one of the files switches it off. */
export function isIgnored({ code, span }: Pick<Diagnostic, 'code' | 'span'>, files: Iterable<SourceFile>): boolean {
  return [...files].some((file) => file.path === span.file && file.ignores.some((one) => covers(one, code, span)));
}

function covers({ codes, reason, line }: Ignore, code: string, span: Diagnostic['span']): boolean {
  return (
    reason !== '' && IS_LINT.test(code) && codes.some(({ text }) => text === code) && line.start <= span.start && span.start <= line.end
  );
}

/** `lints`: all of the file, those that only a search can see among them; null where errors hide some. */
export function uselessIgnores({ ignores }: SourceFile, lints: readonly Diagnostic[] | null, reporter: Reporter): void {
  for (const ignore of ignores) {
    const { codes, reason, span } = ignore;
    const wrong = codes.find(({ text }) => !IS_LINT.test(text));
    if (codes.length === 0 || wrong !== undefined)
      reporter.report(
        'PV0714',
        wrong?.span ?? span,
        wrong === undefined ? 'no lint is named' : `\`${wrong.text}\` is not a lint, so it cannot be ignored`,
        {
          help: '`// proviso-ignore PV0701: reason` takes codes from PV0701 on',
        },
      );
    else if (reason === '')
      reporter.report('PV0714', span, 'the reason is missing, so nothing is ignored', {
        help: `write why it is right here: \`// proviso-ignore ${codes.map(({ text }) => text).join(', ')}: reason\``,
      });
    else {
      for (const { text, span: at } of codes) {
        if (lints === null || lints.some((d) => d.span.file === span.file && covers(ignore, text, d.span) && d.code === text)) continue;
        reporter.report('PV0714', at, `there is no ${text} here to ignore`, { help: 'remove the comment' });
      }
    }
  }
}
