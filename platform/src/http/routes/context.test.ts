// What a route hears of the message that it handed over.
import { expect } from 'chai';
import { message } from '../../testing/given.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import type { Commit } from '../../store/commit.ts';
import { commitOf, input } from '../../store/fixtures.ts';
import type { Outcome } from '../../runtime/handler.ts';
import { submit } from './context.ts';

const asked = { ...message({ type: 'Ask', data: {} }), fingerprint: 'mine' };
const commit = (fingerprint: string): Commit => commitOf(asked.id, { input: input({ fingerprint }) });

const heard = (outcome: Outcome): Promise<unknown> =>
  submit({ handle: () => Promise.resolve(outcome), clock: virtualClock() }, asked).catch(
    (reason: unknown) => reason,
  );

describe('handing a message over', () => {
  for (const status of ['committed', 'duplicate'] as const) {
    it(`is done when it is ${status}`, async () => {
      expect(await heard({ status, commit: commit('mine') })).to.deep.include({ status });
    });

    it(`is refused when the key belongs to another body (${status})`, async () => {
      const problem = { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' };
      expect(await heard({ status, commit: commit('other') })).to.deep.include(problem);
    });
  }

  it('is done when nothing was to do', async () => {
    expect(await heard({ status: 'unchanged' })).to.deep.equal({ status: 'unchanged' });
  });

  it('answers a refusal with 409, and 404 for what is not there', async () => {
    const refused = (code: string) => heard({ status: 'refused', refusal: { code, detail: 'no' } });
    expect(await refused('TOO_LATE')).to.deep.include({ status: 409, code: 'TOO_LATE' });
    expect(await refused('NOT_FOUND')).to.deep.include({ status: 404 });
  });
});
