import { expect } from 'chai';
import { nodeIds } from './node-ids.ts';
import { webIds } from './web-ids.ts';

const kinds = [
  { where: 'a process', ids: nodeIds },
  { where: 'a page', ids: webIds },
];

for (const { where, ids } of kinds)
  describe(`the ids of ${where}`, () => {
    it('hash equal parts alike, and other parts or boundaries differently', () => {
      expect(ids.hash('a', 'b'))
        .to.equal(ids.hash('a', 'b'))
        .and.match(/^[0-9a-f]{16}$/);
      expect(ids.hash('ab', '')).not.to.equal(ids.hash('a', 'b'));
    });

    it('are unique', () => {
      expect(ids.unique()).not.to.equal(ids.unique());
    });

    it('digest text by SHA-256', () => {
      // Example of FIPS 180-4: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
      expect(ids.digest('abc')).to.equal('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    });

    it('digest bytes as they are, and text as its UTF-8', () => {
      expect(ids.digest(Uint8Array.of(0x61, 0x62, 0x63))).to.equal(ids.digest('abc'));
      expect(ids.digest(Uint8Array.of(0xff))).not.to.equal(ids.digest('\uFFFD'));
    });
  });

describe('the ids of a process and of a page', () => {
  it('are the same for the same message, so that one can be followed from the one to the other', () => {
    for (const text of ['', 'lamp', 'Größe 5 µm, 灯', '\u{1f4a1}'.repeat(100)]) {
      expect(webIds.digest(text)).to.equal(nodeIds.digest(text));
      expect(webIds.hash('order', text)).to.equal(nodeIds.hash('order', text));
    }
  });
});
