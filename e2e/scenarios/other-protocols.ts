// Orders that no saga decides about: here by two- and three-phase commit.
import { agreedUnder } from '../stage/under.ts';

const agreed = (protocol: string, name: string, how: string) =>
  agreedUnder(protocol, {
    position: 9,
    name,
    sentence: `Orders under ${name}: ${how}. One is approved; another has no money, and nothing stays on hold.`,
  });

export default [
  agreed('2pc', 'two-phase-commit', 'all vote at once, and one decides'),
  agreed('3pc', 'three-phase-commit', 'before anybody commits, all know that all have voted yes'),
];
