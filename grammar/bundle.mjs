/** For the bundles: the decisions of the parser, made once and put inside. */
import { decisionsOf } from './src/parser/decisions.ts';
import { ProvisoParser } from './src/parser/file.ts';

const decisions = decisionsOf(new ProvisoParser());

/** A plugin of esbuild's. */
export const parserDecided = {
  name: 'the decisions of the parser inside',
  setup: ({ onLoad }) =>
    onLoad({ filter: /grammar[\\/]src[\\/]parser[\\/]decided\.ts$/ }, () => ({
      contents: `const text = ${JSON.stringify(JSON.stringify(decisions))};\nexport const decided = () => JSON.parse(text);`,
    })),
};
