// Orders that no saga decides about: here by two- and three-phase commit.
import { agreedUnder, killedUnder, ORDERS } from '../stage/under.ts';

const agreed = (protocol: string, name: string, how: string) =>
  agreedUnder(protocol, {
    position: 9,
    name,
    sentence: `Orders under ${name}: ${how}. One is approved; another has no money, and nothing stays on hold.`,
  });

export default [
  agreed('2pc', 'two-phase-commit', 'all vote at once, and one decides'),
  agreed('3pc', 'three-phase-commit', 'before anybody commits, all know that all have voted yes'),
  killedUnder('2pc', 'saga-orchestrator', {
    position: 9,
    name: 'two-phase-commit-saga-orchestrator-killed',
    sentence: `The coordinator gets SIGKILL in the middle of ${ORDERS} orders under two-phase commit: they wait, and all services agree about each once it is back.`,
  }),
  killedUnder('2pc', 'payment-service', {
    position: 9,
    name: 'two-phase-commit-payment-service-killed',
    sentence: `payment-service gets SIGKILL in the middle of ${ORDERS} orders under two-phase commit: they wait for its votes, and all services agree about each once it is back.`,
  }),
];
