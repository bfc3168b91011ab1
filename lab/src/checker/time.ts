// I-21: time runs forward, along every stream and from every message to what it caused.
import type { Facts } from './facts.ts';
import type { Recorded, StampedEvent } from './history.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const timeRunsForward = (facts: Facts): Verdict => {
  const { history } = facts;
  const alongStreams = history.streams.flatMap((stream) => alongStream(stream, history.ofStream(stream)));
  const links = causalLinks(facts);
  return verdict('I-21', [...alongStreams, ...links.flatMap(alongLink)], {
    holds: `Time runs forward: along ${count(history.streams.length, 'stream')}, and Lamport values also from ${count(links.length, 'message')} to what each caused.`,
    violated: 'Time or a Lamport value ran backwards.',
  });
};

/** Events come sorted by version. Those of one commit share its instant and its Lamport value. */
const alongStream = (stream: string, events: readonly StampedEvent[]): readonly string[] =>
  events.slice(1).flatMap((event, n) => {
    const before = events[n];
    return before === undefined || before.commit === event.commit ? [] : between(stream, before, event);
  });

const between = (stream: string, before: StampedEvent, event: StampedEvent): readonly string[] => {
  const name = `stream ${stream}, version ${event.version} (${event.type})`;
  return [
    ...(event.at >= before.at
      ? []
      : [`${name} is ${before.at - event.at} ms before version ${before.version}.`]),
    ...(event.lamport > before.lamport
      ? []
      : [`${name} has Lamport value ${event.lamport}, and version ${before.version} has ${before.lamport}.`]),
  ];
};

interface Link {
  readonly sender: Recorded;
  readonly receiver: Recorded;
}

/** From the commit that sent a message to the one that it caused; what a scenario put in itself was not sent by anybody. */
const causalLinks = ({ history, tampering }: Facts): readonly Link[] => {
  const forged = new Set(tampering.forged);
  const senders = new Map(
    history.all.flatMap((recorded) => recorded.commit.outbox.map(({ id }) => [id, recorded] as const)),
  );
  return history.all.flatMap((receiver) => {
    const sender = forged.has(receiver.commit._id) ? undefined : senders.get(receiver.commit._id);
    return sender ? [{ sender, receiver }] : [];
  });
};

const alongLink = ({ sender, receiver }: Link): readonly string[] => {
  const { _id: id, input, lamport } = receiver.commit;
  if (lamport > sender.commit.lamport) return [];
  return [
    `${input.type} at ${receiver.service} (${id}) has Lamport value ${lamport}, and ${sender.service} sent it at ${sender.commit.lamport}.`,
  ];
};
