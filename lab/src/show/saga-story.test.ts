import { expect } from 'chai';
import { commitKey } from '../simulator/simulation.ts';
import type { Injection } from '../simulator/simulation.ts';
import { completed, factsOf } from '../testing/made-up-facts.ts';
import { simulationOf } from '../testing/made-up-simulation.ts';
import { painter } from './paint.ts';
import { sagaStory } from './saga-story.ts';

const plain = painter(false);
const facts = factsOf(completed());
const durableAt = new Map(
  facts.history.all.map(({ service, commit }) => [commitKey(service, commit._id), commit.at * 10.04]),
);
const charge =
  facts.history.all.flatMap(({ commit }) => commit.outbox).find(({ type }) => type === 'ChargePayment')?.id ??
  '';

const injections: readonly Injection[] = [
  { at: 12, what: 'nothing that payment-service 1 says reaches the database any more, for a long time' },
  { at: 25, what: 'lost', sign: 'dropped', message: charge },
  { at: 33, what: 'payment-service 1 is killed', service: 'payment-service', sign: 'crash' },
  { at: 36, what: 'payment-service 1 starts again', service: 'payment-service', sign: 'restart' },
  { at: 900, what: 'the broker restarts' },
];
const story = (width: number, reds: Parameters<typeof sagaStory>[1] = [], given = injections) =>
  sagaStory(simulationOf({ facts, durableAt, injections: given }), reds, { width, paint: plain });

describe('The story of a simulated run', () => {
  it('is a picture with what was done between its rows, and fits 80 columns', () => {
    const text = story(80);
    for (const line of text) expect(line.length, line).to.be.at.most(80);
    expect(`\n${text.slice(text.findIndex((line) => line.includes('orchestrator   '))).join('\n')}`).to
      .equal(`
   orchestrator                          order         payment        inventory
   0 ms  |                                 |<-[PlaceOrder]-               |
   0 ms  |<-----------------(OrderPlaced)--|              |               |
  10 ms  |--[ReserveStock]----------------------------------------------->|
  12 ms  | * nothing that payment-service 1 says reaches the database any more,
         |   for a long time               |              |               |
  20 ms  |<----------------------------------------------(StockReserved)--|
  30 ms  |--[ChargePayment]------x         |              |               ::
  33 ms  |                    payment-service 1 is killed !               ::
  36 ms  |                 payment-service 1 starts again ^               ::
  40 ms  |--[ChargePayment] again ----------------------->|               ::
  40 ms  |<-----------------------------(PaymentCharged)--|               ::
         =============================== PIVOT ===============================
  50 ms  |--[ApproveOrder]---------------->|              |               ::
  60 ms  |<---------------(OrderApproved)--|              |               ::
  70 ms  |--[ShipStock]-------------------------------------------------->|
  80 ms  |<-----------------------------------------------(StockShipped)--|
  90 ms  | SagaCompleted                   |              |               |
    ...  | ~ 0.8 s without anything ~      |              |               |
 900 ms  | * the broker restarts           |              |               |`);
  });

  it('is as wide as any other picture where there is room, and no wider', () => {
    expect(Math.max(...story(120).map(({ length }) => length))).to.be.within(90, 100);
  });

  it('shows the saga that a finding names', () => {
    const [heading] = story(100, [{ invariant: 'I-4', finding: 'saga o1: charged, and not shipped' }]).filter(
      (line) => line.startsWith('Saga '),
    );
    expect(heading).to.equal('Saga o1: COMPLETED, order APPROVED');
  });

  it('says that a message was late which took more than a second', () => {
    const slow = new Map([...durableAt].map(([key, at]) => [key, at * 100]));
    const lines = sagaStory(simulationOf({ facts, durableAt: slow }), [], { width: 100, paint: plain });
    expect(lines.join('\n')).to.match(/\[ReserveStock\] late \.?/);
  });

  it('tells only of the time of the saga where very much was done', () => {
    const many = [...Array(40).keys()].map((n) => ({
      at: 200 + n * 1_000,
      what: `the broker restarts (${n})`,
    }));
    expect(story(100, [], many).join('\n')).not.to.include('(39)');
    expect(story(100, [], many.slice(0, 20)).join('\n')).to.include('(19)');
  });
});
