import { expect } from 'chai';
import { contrast, dark, light, tokens } from '../show/palette.ts';
import { pageStyle } from './style.ts';

/** `selector{declarations}` of the sheet, innermost only. */
const rules = [...pageStyle.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
  selector: selector.trim(),
  body,
}));
const values = (property: string) =>
  rules.flatMap(({ body }) =>
    [...body.matchAll(new RegExp(`(?:^|;)${property}:([^;]+)`, 'g'))].map(([, value = '']) => value),
  );
const variablesIn = (theme: string) =>
  new Map(
    [...theme.matchAll(/--([a-z]+):(#[0-9A-F]{6})/gi)].map(([, name = '', value = '']) => [name, value]),
  );

describe('The style of a report', () => {
  const [forLight, forDark] = rules
    .filter(({ selector }) => selector.endsWith(':root'))
    .map(({ body }) => variablesIn(body));

  it('is light, and dark for who asked for that, in the colours of the palette', () => {
    for (const [variables, theme] of [
      [forLight, light],
      [forDark, dark],
    ] as const) {
      expect(variables?.get('ink')).to.equal(theme.ink);
      expect([variables?.get('surface'), variables?.get('raised')]).to.deep.equal(theme.surfaces);
      for (const token of tokens) expect(variables?.get(token)).to.equal(theme.token[token]);
    }
    expect(pageStyle).to.match(/@media\(prefers-color-scheme:dark\)\{:root\{/);
    expect(pageStyle).to.match(/@media\(prefers-reduced-motion:reduce\)/);
  });

  it('writes in ink, on the two surfaces of the palette', () => {
    expect(new Set(values('color'))).to.deep.equal(new Set(['var(--ink)']));
    expect(new Set(values('background'))).to.deep.equal(new Set(['var(--surface)', 'var(--raised)']));
    const textFills = rules
      .filter(({ selector }) => /\btext\b/.test(selector))
      .map(({ body }) => /fill:([^;]+)/.exec(body)?.[1]);
    expect(new Set(textFills)).to.deep.equal(new Set(['var(--ink)']));
  });

  it('has at least 4.5:1 for text and 3:1 for whatever else carries a meaning', () => {
    for (const variables of [forLight, forDark]) {
      const of = (name: string) => variables?.get(name) ?? '';
      for (const surface of ['surface', 'raised']) {
        expect(contrast(of('ink'), of(surface)), `ink on ${surface}`).to.be.at.least(4.5);
        for (const token of tokens)
          expect(contrast(of(token), of(surface)), `${token} on ${surface}`).to.be.at.least(3);
      }
    }
  });

  it('moves nothing but the page itself, and that only for who wants it', () => {
    expect(pageStyle).not.to.match(/animation|transition/);
  });
});
