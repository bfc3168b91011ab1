// What must be true wherever orders wait for each other.
import { lockIn, lockStream } from '@saga-lab/protocols/locks/lock';
import type { Lock } from '@saga-lab/protocols/locks/lock';
import type { SystemProperty } from '../system/roles.ts';
import type { ProtocolView } from './look.ts';
import type { ProtocolNotes } from './notes.ts';

const holders = ['inventory-service', 'payment-service'] as const;
const THE_SHELF = 'one';

const lockAt = (view: ProtocolView, role: string): Lock => {
  const stream = lockStream(THE_SHELF);
  return lockIn({ [stream]: view.stream(role, stream) }, THE_SHELF);
};

interface Waits {
  readonly who: string;
  readonly forWhom: string;
  readonly at: string;
}

const waitsIn = (view: ProtocolView): readonly Waits[] =>
  holders.flatMap((at) => {
    const { owner, waiting } = lockAt(view, at);
    return owner ? waiting.map(({ orderId }) => ({ who: orderId, forWhom: owner.orderId, at })) : [];
  });

/** Along those for whom each one waits, back to where it began. */
const circleFrom = (all: readonly Waits[], way: readonly Waits[]): readonly Waits[] | undefined => {
  const [first, last] = [way[0], way.at(-1)];
  if (!first || !last || way.length > all.length) return undefined;
  if (last.forWhom === first.who) return way;
  for (const next of all.filter(({ who }) => who === last.forWhom)) {
    const found = circleFrom(all, [...way, next]);
    if (found) return found;
  }
  return undefined;
};

const inCircle = (view: ProtocolView): string | undefined => {
  const all = waitsIn(view);
  for (const one of all) {
    const circle = circleFrom(all, [one]);
    if (circle)
      return `${circle.map(({ who, forWhom, at }) => `${who} waits for ${forWhom} at ${at}`).join(', and ')}.`;
  }
  return undefined;
};

const forNobody = (view: ProtocolView): string | undefined => {
  const at = holders.find((role) => {
    const { owner, waiting } = lockAt(view, role);
    return !owner && waiting.length > 0;
  });
  return at && `${lockAt(view, at).waiting[0]?.orderId ?? ''} waits at ${at} for a lock that nobody has.`;
};

export const lockProperties: readonly SystemProperty<ProtocolNotes>[] = [
  { name: 'L-1', claim: 'nobody waits in a circle', finding: inCircle },
  { name: 'L-2', claim: 'nobody waits for a lock that nobody has', finding: forNobody },
];
