import { expect } from 'chai';
import { contrast, dark, light, tokens } from './palette.ts';

describe('The palette', () => {
  it('measures contrast from 1 (none) to 21 (black on white)', () => {
    expect(contrast('#FFFFFF', '#000000')).to.be.closeTo(21, 0.001);
    expect(contrast('#627086', '#627086')).to.equal(1);
    expect(contrast('#767676', '#FFFFFF')).to.be.closeTo(4.54, 0.01);
  });

  for (const [name, theme] of Object.entries({ light, dark }))
    for (const surface of theme.surfaces) {
      for (const token of tokens)
        it(`shows ${token} on ${surface} (${name}) with at least 3.1:1`, () => {
          expect(contrast(theme.token[token], surface)).to.be.at.least(3.1);
        });
      it(`shows text on ${surface} (${name}) with at least 7:1`, () => {
        expect(contrast(theme.ink, surface)).to.be.at.least(7);
      });
    }
});
