// What every keeper of dead letters must do, run on each adapter.
import { expect } from 'chai';
import { bytesOf, keptBytes } from './dead-letters.ts';
import type { DeadLetters } from './dead-letters.ts';

export const deadLettersContract = (name: string, make: () => Promise<DeadLetters>): void => {
  describe(`dead letters: ${name}`, () => {
    let letters: DeadLetters;
    beforeEach(async () => {
      letters = await make();
    });
    const letter = (_id: string) => ({
      _id,
      queue: 'q',
      reason: 'not JSON',
      body: '{"$ne":',
      encoding: 'utf-8' as const,
      size: 7,
      at: 1_767_225_600_000,
      count: 1,
    });

    it('keeps a letter once and counts its copies', async () => {
      await letters.add(letter('a'));
      await letters.add({ ...letter('a'), reason: 'other', at: 1_767_225_700_000, count: 3 });
      expect(await letters.get('a')).to.deep.equal({ ...letter('a'), count: 4 });
      expect(await letters.count()).to.equal(1);
    });
    it('keeps bytes of every sort, with the id of the message if there is one', async () => {
      const kinds = [
        Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b),
        Uint8Array.of(0xff, 0xd8, 0x00),
        new Uint8Array(),
        new TextEncoder().encode('\u0000 \u{1f600} \ufffd \r\n'),
        Uint8Array.from({ length: 256 }, (_each, n) => n),
      ];
      for (const [n, bytes] of kinds.entries()) {
        await letters.add({ ...letter(`m${n}`), messageId: 'm', ...keptBytes(bytes) });
        const kept = await letters.get(`m${n}`);
        expect(kept).to.include({ messageId: 'm', size: bytes.length });
        expect(kept && bytesOf(kept)).to.deep.equal(bytes);
      }
    });
    it('counts right when copies arrive at once', async () => {
      await Promise.all(Array.from({ length: 10 }, () => letters.add(letter('a'))));
      expect(await letters.get('a')).to.have.property('count', 10);
    });
    // @covers R-19
    it('lists them page by page, and looking changes nothing', async () => {
      for (const id of ['b', 'c', 'a']) await letters.add(letter(id));
      expect((await letters.list(undefined, 2)).map(({ _id }) => _id)).to.deep.equal(['a', 'b']);
      expect((await letters.list('b', 2)).map(({ _id }) => _id)).to.deep.equal(['c']);
      expect(await letters.get('c')).to.have.property('count', 1);
    });
    it('notes every replay and who asked for it, of a letter that is there', async () => {
      await letters.add(letter('a'));
      const replays = [
        { at: 77, by: 'grace' },
        { at: 78, by: 'ada' },
      ];
      for (const replay of replays) await letters.noteReplay('a', replay);
      await letters.noteReplay('b', { at: 77, by: 'grace' });
      expect(await letters.get('a')).to.deep.include({ replays });
      expect(await letters.get('b')).to.equal(undefined);
    });
  });
};
