import { expect } from 'chai';
import { endedSagas } from './endings.ts';

describe('Watching for the ends of sagas', () => {
  it('resolves for the one that has ended, whether it ended before or after somebody waited', async () => {
    const { tell, of } = endedSagas();
    const seen: string[] = [];
    const waiting = ['a', 'b'].map((saga) => of(saga).then(() => seen.push(saga)));
    tell('b');
    tell('c');
    await of('c');
    await waiting[1];
    expect(seen).to.deep.equal(['b']);
    tell('a');
    await waiting[0];
    expect(seen).to.deep.equal(['b', 'a']);
  });
});
