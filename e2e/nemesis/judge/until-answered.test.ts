import { Refused } from '@saga-lab/lab/client/request';
import { expect } from 'chai';
import { untilAnswered } from './until-answered.ts';

const patience = { timeoutMs: 1_000, everyMs: 1 };
const away = new Refused('GET /orders of order-service', { status: 503, body: {}, headers: {} });

const failingFirst = (...errors: readonly Error[]) => {
  let looks = 0;
  return {
    looks: () => looks,
    look: () => {
      const error = errors[looks];
      looks += 1;
      return error ? Promise.reject(error) : Promise.resolve('all of it');
    },
  };
};

describe('Reading what is left after a nemesis', () => {
  it('asks again where a service does not answer yet', async () => {
    const { look, looks } = failingFirst(away, away);
    expect(await untilAnswered(look, patience)).to.equal('all of it');
    expect(looks()).to.equal(3);
  });

  it('gives up with what was answered last', async () => {
    const { look } = failingFirst(away, away);
    const error = await untilAnswered(look, { timeoutMs: 0, everyMs: 1 }).catch((thrown: unknown) => thrown);
    expect(error).to.equal(away);
  });

  it('throws at once what is no answer of a service', async () => {
    const wrong = new Error('of something else');
    const { look, looks } = failingFirst(wrong);
    const error = await untilAnswered(look, patience).catch((thrown: unknown) => thrown);
    expect([error, looks()]).to.deep.equal([wrong, 1]);
  });
});
