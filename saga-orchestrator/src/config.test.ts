import { expect } from 'chai';
import { configOf } from './config.ts';

const needed = {
  ADMIN_TOKEN: 'k7Qp2mXz9RtVw4Lc',
  MONGO_URL: 'mongodb://host/lab',
  RABBITMQ_URL: 'amqp://saga:none@host/lab',
};

describe('the settings of the orchestrator', () => {
  it('have a default for every number of its policy', () => {
    expect(configOf(needed)).to.include({
      STEP_DEADLINE_MS: 10_000,
      REPEAT_FIRST_MS: 500,
      REPEAT_MOST_MS: 30_000,
      TRIES_BEFORE_PARKED: 10,
      SLOW_REPEAT_MS: 60_000,
      MAX_RUNNING_SAGAS: 250,
    });
  });

  it('name what is wrong', () => {
    expect(() => configOf({ ...needed, TRIES_BEFORE_PARKED: '0' })).to.throw(
      'TRIES_BEFORE_PARKED must be a whole number from 1',
    );
  });
});
