// Endings of orders that no saga decides about, played as the others are.
import type { Ending } from './endings.ts';

const two = [{ sku: 'lamp', quantity: 2 }];

export const endingsUnder: readonly Ending[] = [
  {
    title: 'Committed by two-phase commit',
    what: 'Nothing went wrong.',
    play: async (lab) => {
      await lab.place('o1', 'ada', two, '2pc');
      await lab.pass(2_000);
    },
  },
  {
    title: 'Not finished: in doubt under two-phase commit',
    what: 'The votes are with the broker, and nobody takes them.',
    play: async (lab) => {
      lab.hold('2pc.VotedYes');
      await lab.place('o1', 'ada', two, '2pc');
      await lab.pass(3_000);
    },
  },
  {
    title: 'Decided by hand, and wrong',
    what: 'The votes are with the broker, and nobody takes them. A person commits at inventory; then the votes are too late.',
    play: async (lab) => {
      lab.hold('2pc.VotedYes');
      await lab.place('o1', 'ada', two, '2pc');
      await lab.pass(1_000);
      await lab.decideByHand('inventory-service', 'o1', 'COMMIT', 'the customer stands at the counter');
      await lab.pass(10_000);
    },
  },
];
