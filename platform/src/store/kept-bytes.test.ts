import { expect } from 'chai';
import { bytesOf, keptBytes } from './dead-letters.ts';
import { asNow } from './earlier-dead-letters.ts';

const KIB = 1024;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('The bytes of a dead letter', () => {
  it('are text where they are UTF-8, a byte order mark and control characters among them', () => {
    for (const text of ['', '{}', '\ufeff{}', '\u0000\u001b', '\ufffd', 'Gr\u00f6\u00dfe \u{1f4a1}']) {
      const kept = keptBytes(utf8(text));
      expect(kept).to.deep.equal({ body: text, encoding: 'utf-8', size: utf8(text).length });
      expect(bytesOf(kept)).to.deep.equal(utf8(text));
    }
  });

  it('are base64 otherwise, and come back as they were', () => {
    const all = Uint8Array.from({ length: 256 }, (_each, n) => n);
    expect(keptBytes(Uint8Array.of(0xff, 0xfe))).to.deep.equal({ body: '//4=', encoding: 'base64', size: 2 });
    // Overlong, half of a pair, cut off: none of them is UTF-8.
    for (const bytes of [
      all,
      Uint8Array.of(0xc0, 0xaf),
      Uint8Array.of(0xed, 0xa0, 0x80),
      Uint8Array.of(0x61, 0xc3),
    ]) {
      expect(keptBytes(bytes).encoding).to.equal('base64');
      expect(bytesOf(keptBytes(bytes))).to.deep.equal(bytes);
    }
  });

  it('are all there up to 256 KiB, and beyond that the first 16 KiB, cut between two characters', () => {
    const most = new Uint8Array(256 * KIB).fill(0x61);
    expect(keptBytes(most))
      .to.include({ size: 256 * KIB })
      .and.have.property('body')
      .with.length(256 * KIB);
    const text = keptBytes(utf8(`a${'\u00e9'.repeat(200 * KIB)}`));
    expect(text).to.deep.equal({
      body: `a${'\u00e9'.repeat(8 * KIB - 1)}`,
      encoding: 'utf-8',
      size: 400 * KIB + 1,
    });
    const picture = keptBytes(new Uint8Array(256 * KIB + 1).fill(0xff));
    expect([picture.encoding, bytesOf(picture).length, picture.size]).to.deep.equal([
      'base64',
      16 * KIB,
      256 * KIB + 1,
    ]);
  });
});

describe('A dead letter from before its bytes were kept', () => {
  const earlier = { _id: 'm1', queue: 'q', reason: 'not JSON', body: '{\u00e9', at: 7, count: 2 };

  it('is text, under the id of its message', () => {
    expect(asNow(earlier)).to.deep.equal({ ...earlier, messageId: 'm1', encoding: 'utf-8', size: 3 });
    expect(asNow({ ...earlier, _id: 'unreadable:0' })).not.to.have.property('messageId');
  });

  it('knows how large it was', () => {
    const reason = 'too large: 262145 bytes, of which the first 16384 are kept';
    expect(asNow({ ...earlier, reason })).to.include({ size: 262_145 });
  });

  it('is left as it is if it is from today', () => {
    const today = { ...earlier, encoding: 'base64', body: '/w==', size: 1 } as const;
    expect(asNow(today)).to.equal(today);
  });
});
