// Who decides late waits longer for the answers, whatever the protocol.
import { expect } from 'chai';
import { combined } from '@saga-lab/platform/decider/combined';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { message, specification } from '@saga-lab/platform/testing/given';
import { tcc } from './tcc/index.ts';
import { terms, wanted, wordsOf } from './testing/order.ts';
import { threePhaseCommit } from './three-phase-commit/index.ts';
import { defaultTiming } from './timing.ts';
import { twoPhaseCommit } from './two-phase-commit/index.ts';

const { repeatFirstMs, repeatMostMs } = defaultTiming;
const NOW = 1_000_000;
const by = (name: string) => ({ by: `${name}-service` });
const inWordsOf = (protocol: string) => {
  const { told, noted } = wordsOf(protocol);
  return { told, noted, begun: noted('TransactionBegun', wanted) };
};

const [two, three, t] = [inWordsOf('2pc'), inWordsOf('3pc'), inWordsOf('tcc')];
const fixed = ({ noted, begun }: typeof two) => [
  begun,
  noted('TermsFixed', terms),
  noted('VoteCounted', by('inventory')),
];

/** A coordinator one message before it decides; what makes it give up instead; and what repeats a decision. */
const coordinators = [
  {
    role: twoPhaseCommit.coordinator(defaultTiming),
    past: fixed(two),
    last: two.told('VotedYes', by('payment')),
    refusal: two.told('VotedNo', { ...by('payment'), reason: 'NO_MONEY' }),
    deadline: two.told('VoteBy'),
    repeat: two.told('RepeatOutcome', { round: 1 }),
  },
  {
    role: threePhaseCommit.coordinator(defaultTiming),
    past: [
      ...fixed(three),
      three.noted('PreCommitDecided', { terms }),
      ...['order', 'inventory'].map((name) => three.noted('AckCounted', by(name))),
    ],
    last: three.told('Acked', { ...wanted, ...by('payment') }),
    refusal: three.told('Done', { ...by('order'), outcome: 'ABORTED' }),
    deadline: three.told('AckBy', { round: 1, due: NOW }),
    repeat: three.told('RepeatOutcome', { round: 1 }),
  },
  {
    role: tcc.coordinator(defaultTiming),
    past: [t.begun, t.noted('TryCounted', { ...by('inventory'), terms })],
    last: t.told('Tried', { ...terms, ...by('payment') }),
    refusal: t.told('TryRefused', { ...by('payment'), reason: 'NO_MONEY' }),
    deadline: t.told('TryBy'),
    repeat: t.told('SendAgain', { round: 1 }),
  },
];

const sentBefore = (one: Message, ms: number) => message({ ...one, time: new Date(NOW - ms).toISOString() });

for (const { role, past, last, refusal, deadline, repeat } of coordinators) {
  const given = specification(combined({ role }));
  const waitOf = ({ messages }: Decision): number => (messages.at(-1)?.notBefore ?? 0) - NOW;

  for (const decisive of [last, refusal])
    describe(`The coordinator that decides at ${decisive.type}`, () => {
      for (const [late, lateMs, first] of [
        ['at once', 0, repeatFirstMs],
        ['soon', repeatFirstMs / 4, repeatFirstMs],
        ['late', repeatFirstMs, 4 * repeatFirstMs],
        ['after an outage', 1_000 * repeatFirstMs, 8 * repeatFirstMs],
      ] as const)
        it(`repeats for the first time after ${first} ms if that comes ${late}, and then after twice that`, () => {
          const { decision } = given(past).when(sentBefore(decisive, lateMs));
          const again = given([...past, ...decision.events]).when(message(repeat)).decision;
          expect([waitOf(decision), waitOf(again)]).to.deep.equal([first, Math.min(2 * first, repeatMostMs)]);
          const written = decision.events.at(-1)?.data as { readonly lateMs?: number };
          expect(written.lateMs).to.equal(first === repeatFirstMs ? undefined : lateMs);
        });
    });

  describe(`The coordinator that decides at ${deadline.type}`, () => {
    it('takes no deadline of its own for late, however long ago that was armed', () => {
      const armed = { ...sentBefore(deadline, 20_000), source: '/saga-orchestrator' };
      expect(waitOf(given(past).when(message(armed)).decision)).to.equal(repeatFirstMs);
    });
  });
}
