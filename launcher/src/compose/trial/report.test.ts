import { expect } from 'chai';
import type { BaseImage } from './base-images.ts';
import { notShown, stepLine, summary } from './report.ts';

const standIns: readonly BaseImage[] = [
  { image: 'node:24-bookworm-slim', from: 'a registry' },
  { image: 'mongo:7.0', from: 'a stand-in', is: 'MongoDB 6.0.5' },
  { image: 'rabbitmq:4.3', from: 'a stand-in', is: 'RabbitMQ 3.10.8' },
];

describe('What the trial of compose tells', () => {
  it('names each stand-in, what it really is, and what is therefore not shown', () => {
    expect(notShown(standIns)).to.deep.equal([
      'No registry of images is reached from here, so stand-ins were made: mongo:7.0 is MongoDB 6.0.5; ' +
        'rabbitmq:4.3 is RabbitMQ 3.10.8.',
      'Not shown: mongo:7.0, rabbitmq:4.3 themselves, and the entry points of these images.',
    ]);
  });

  it('owes nothing where every image is the real one', () => {
    const real = standIns.map(({ image }): BaseImage => ({ image, from: 'here' }));
    expect(notShown(real)).to.deep.equal([]);
  });

  it('marks a step by how it ended, and counts those that held', () => {
    const steps = [
      { name: 'a', ok: true, seen: 'all', seconds: 3 },
      { name: 'b', ok: false, seen: 'nothing', seconds: 4 },
    ];
    expect(steps.map(stepLine)).to.deep.equal(['(/) a: all (3 s)', '(x) b: nothing (4 s)']);
    const engine = { version: '20.10.24', own: true };
    const report = {
      ok: false,
      engine,
      compose: '2.40.3',
      images: [],
      steps,
      notShown: ['One.'],
      seconds: 9,
    };
    expect(summary(report)).to.deep.equal([
      '',
      '(~) One.',
      '(x) 1 of 2 steps held. An own engine 20.10.24, Compose 2.40.3; 9 s in all.',
    ]);
  });
});
