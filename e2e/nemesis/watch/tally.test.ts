import { expect } from 'chai';
import { openTally } from './tally.ts';

const text = (start: number, duplicates: number, blocked = 0) =>
  [
    `process_start_time_seconds{service="payment-service",instance="1"} ${start}`,
    `saga_lab_duplicates_total{service="payment-service",instance="1"} ${duplicates}`,
    `saga_lab_publishing{state="blocked",service="payment-service",instance="1"} ${blocked}`,
    '',
  ].join('\n');

describe('The tally of the nemesis', () => {
  it('adds up the lives of a process, each as it was last seen', () => {
    const tally = openTally(['saga_lab_duplicates_total']);
    tally.take('payment-service', text(1, 3));
    tally.take('payment-service', text(1, 5));
    tally.take('payment-service', text(2, 1));
    tally.take('payment-service#2', text(1, 10));
    expect(tally.total('saga_lab_duplicates_total')).to.equal(16);
    expect(tally.total('saga_lab_duplicates_total', { part: 'payment-service' })).to.equal(6);
    expect([tally.lives('payment-service'), tally.lives('payment-service#2')]).to.deep.equal([2, 1]);
  });

  it('remembers what a gauge showed, though it was only for a while', () => {
    const tally = openTally(['saga_lab_publishing']);
    for (const blocked of [0, 1, 0]) tally.take('payment-service', text(1, 0, blocked));
    expect(tally.shown('saga_lab_publishing', { state: 'blocked' })).to.equal(1);
    expect(tally.shown('saga_lab_publishing', { state: 'away' })).to.equal(0);
  });

  it('tells labels apart', () => {
    const tally = openTally(['saga_lab_publishing']);
    tally.take('payment-service', text(1, 0, 1));
    expect(tally.total('saga_lab_publishing', { labels: { state: 'blocked' } })).to.equal(1);
    expect(tally.total('saga_lab_publishing', { labels: { state: 'open' } })).to.equal(0);
  });
});
