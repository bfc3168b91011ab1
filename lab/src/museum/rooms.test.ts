// Every room of the museum: what it shows goes wrong, and does not with what prevents it.
import { expect } from 'chai';
import { painter } from '../show/paint.ts';
import { visitLines } from './lines.ts';
import { rooms } from './rooms.ts';
import { visit } from './visit.ts';

const plain = painter(false);

describe('The museum', function () {
  this.timeout(60_000);

  it('has rooms with names of their own', () => {
    const names = rooms.map(({ name }) => name);
    expect(new Set(names)).to.have.property('size', names.length);
  });

  for (const room of rooms) {
    it(`shows, whatever the seed, that ${room.name} happens, and does not with ${room.good}`, async () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const { bad, good } = await visit(room, seed);
        expect(bad.finding, `seed ${seed}`).to.be.a('string');
        expect(good.finding, `seed ${seed}`).to.equal(undefined);
      }
    });

    it(`draws ${room.name} the same way for the same seed, in no more columns than there are`, async () => {
      const seen = await visit(room, 2);
      for (const width of [80, 120]) {
        const lines = visitLines(seen, plain, width);
        expect(lines.filter((line) => line.length > width)).to.deep.equal([]);
        expect(visitLines(await visit(room, 2), plain, width)).to.deep.equal(lines);
      }
    });
  }
});
