/** From the text of a spec to models, for tests; any diagnostic of severity error fails the test with its text. */
import { analyse, type Model } from '#checker';
import { parse } from '#grammar';

export function analysed(text: string) {
  const { file, diagnostics } = parse('spec.proviso', text);
  const analysis = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
  const errors = [...diagnostics, ...analysis.diagnostics].filter((d) => d.severity === 'error');
  if (errors.length > 0) {
    const reported = errors.map((d) => `${d.code} ${d.message}: «${text.slice(d.span.start, d.span.end)}»`);
    throw new Error(`the spec has errors:\n${reported.join('\n')}\n${text}`);
  }
  return analysis;
}

/** The model of the first point of the first check. */
export function modelOf(text: string): Model {
  const { model, diagnostics } = analysed(text).checks[0].runs[0].model();
  if (model === null) throw new Error(`no model: ${diagnostics.map((d) => d.message).join('; ')}`);
  return model;
}
