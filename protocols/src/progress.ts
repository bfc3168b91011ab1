// How far an order is under each protocol, at whoever plays a role: folded as the role itself folds its stream.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { HoldDto, TransactionDto } from '@saga-lab/contracts/dtos/role';
import { protocols } from './index.ts';
import { saidIn, saidOf } from './said.ts';
import type { Said } from './said.ts';

/** Instants are ISO 8601, UTC. `state`: the role's own. */
export interface Progress<Status extends string = string> extends Said {
  readonly protocol: string;
  readonly status: Status;
  readonly role: string;
  /** When it came to that status. */
  readonly since: string;
  readonly updatedAt: string;
  readonly state: unknown;
}

type Fold = (state: unknown, event: unknown) => { readonly status: string };

/** All roles of one kind that a service plays: their streams, and how such a stream is shown. */
export interface ProgressFold<Status extends string> {
  /** By name; each is the category of its role's streams. */
  readonly protocols: readonly string[];
  readonly apply: (before: Progress<Status> | undefined, event: DatedEvent) => Progress<Status>;
}

type Parts = Readonly<Record<string, DeciderPart>>;

/** What a status is called whatever the protocol: by the event that led there, and the role's own word for it. */
type StatusOf<Status> = (before: Progress | undefined, type: string, role: Position) => Status;
interface Position {
  readonly protocol: string;
  readonly role: string;
}

const progressOf = <Status extends string>(
  parts: Parts,
  statusOf: StatusOf<Status>,
): ProgressFold<Status> => {
  const folds = new Map(Object.entries(parts).map(([name, part]) => [name, foldOf(name, part)]));
  return {
    protocols: [...folds.keys()],
    apply: (before, { at, stream, type, data }) => {
      const protocol = parseStream(stream).category;
      const state = folds.get(protocol)?.(before?.state, { type, data });
      if (!state) throw new Error(`no role here has streams of ${protocol}`);
      const role = state.status;
      const updatedAt = new Date(at).toISOString();
      const status = statusOf(before, type, { protocol, role });
      const since = before?.status === status ? before.since : updatedAt;
      const said = saidOf(saidIn(before ?? {}), { type, data, at: updatedAt });
      return { protocol, status, role, since, updatedAt, ...said, state };
    },
  };
};

const foldOf = (name: string, { streamFolds }: DeciderPart): Fold => {
  const fold = streamFolds[name] as Fold | undefined;
  if (!fold) throw new Error(`${name} does not say how its streams are folded`);
  return fold;
};

const named = (name: string) => protocols.find((protocol) => protocol.name === name);

/** The notes by which a coordinator says that people should look. */
const PARKING: readonly string[] = ['TransactionParked', 'ParkedForPeople'];

/** Of the roles at the orchestrator. */
export const transactions = (parts: Parts): ProgressFold<TransactionDto['status']> =>
  progressOf(parts, (before, type, { protocol, role }) => {
    if (named(protocol)?.ended.includes(role)) return 'ENDED';
    return PARKING.includes(type) || before?.status === 'PARKED' ? 'PARKED' : 'OPEN';
  });

/** Of a participant's roles: what matters is whether it can neither go on nor back alone, and what a person's decision did. */
export const holds = (parts: Parts): ProgressFold<HoldDto['status']> =>
  progressOf(parts, (before, type, { protocol, role }) => {
    if (named(protocol)?.inDoubt.includes(role)) return 'IN_DOUBT';
    return type === 'HeuristicDamage' || before?.status === 'DAMAGED' ? 'DAMAGED' : 'SETTLED';
  });
