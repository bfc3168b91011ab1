// What must have been seen now and then of orders under other protocols than the saga, protocol by protocol.
import type { Commit } from '@saga-lab/platform/store/commit';
import { protocols as all } from '@saga-lab/protocols/index';
import type { Sign } from '@saga-lab/protocols/sign';
import type { Counts } from './simulation.ts';

export interface SeenOfProtocols {
  readonly committed: (commit: Commit) => void;
  /** Every sign of these protocols is a key. */
  readonly counts: () => Counts;
}

export const seenOfProtocols = (protocols: readonly string[]): SeenOfProtocols => {
  const watched = all
    .filter(({ name }) => protocols.includes(name))
    .flatMap(({ name: protocol, signs }) =>
      signs.map((sign) => ({ protocol, sign, name: `${protocol}: ${sign.what}` })),
    );
  const counts: Record<string, number> = Object.fromEntries(watched.map(({ name }) => [name, 0]));
  return {
    committed: (commit) => {
      for (const { protocol, sign, name } of watched)
        if (isOf(protocol, commit) && says(sign, commit)) counts[name] = (counts[name] ?? 0) + 1;
    },
    counts: () => counts,
  };
};

const isOf = (protocol: string, { input: { type } }: Commit): boolean => type.startsWith(`${protocol}.`);

const short = (type: string): string => type.slice(type.indexOf('.') + 1);

const says = (sign: Sign, { input, events, outbox }: Commit): boolean => {
  const { input: wanted = short(input.type), sent } = sign;
  return (
    wanted === short(input.type) &&
    (sign.event === '' ? events.length === 0 : events.some((event) => isShown(sign, event))) &&
    (sent === undefined || outbox.some(({ type }) => short(type) === sent))
  );
};

const isShown = (
  { event, first, because }: Sign,
  { type, version, data }: Commit['events'][number],
): boolean => {
  const { reason, why } = data as { readonly reason?: unknown; readonly why?: unknown };
  return (
    type === event && (!first || version === 1) && (because === undefined || [reason, why].includes(because))
  );
};
