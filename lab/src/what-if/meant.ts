// Which version, and which amount, an operator means in a parallel history: as it is there, and not as the record numbers it.
import type { Ids } from '@saga-lab/platform/runtime/ports';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from '../checker/history.ts';
import { accountStream, stockStream } from '../checker/shared-streams.ts';
import type { Places } from './places.ts';
import { costOf } from './settled.ts';
import type { ParallelStreams } from './streams.ts';
import { Unknowable } from './unknowable.ts';

export interface MeaningParts {
  readonly ids: Pick<Ids, 'digest'>;
  readonly streams: ParallelStreams;
  readonly places: Places;
  readonly recorded: { readonly history: History; readonly commit: Commit };
}

/** A request about one thing, with the fields of its message. */
export interface Asked {
  readonly id: string;
  readonly data: unknown;
}

/** Without `asked` it does not come: it is refused, or nobody would have asked for it. */
export interface Meant {
  readonly asked?: Asked;
  readonly refusal?: string;
}

const NOT_ASKED: Meant = {};

interface Data {
  readonly sku?: string;
  readonly customerId?: string;
  readonly toVersion?: number;
  readonly corrects?: Corrects;
}

interface Corrects {
  readonly kind: string;
  readonly version?: number;
  readonly orderId?: string;
  readonly amount?: number;
  readonly because?: string;
}

/** @throws Unknowable */
export const meantHere = (parts: MeaningParts, message: Message): Meant => {
  const about = aboutWhat(message.data as Data);
  const { toVersion, corrects } = about.data;
  if (toVersion !== undefined) return broughtBack(parts, about, toVersion);
  if (corrects && isOfVersion(corrects)) return corrected(parts, about, corrects);
  if (corrects && isOfOrder(corrects)) return settled(parts, about, corrects);
  return { asked: about };
};

const isOfVersion = (corrects: Corrects): corrects is Corrects & { readonly version: number } =>
  corrects.version !== undefined;

const isOfOrder = (corrects: Corrects): corrects is Corrects & { readonly orderId: string } =>
  corrects.orderId !== undefined;

const aboutWhat = (data: Data): About => {
  const { sku, customerId = '' } = data;
  return sku === undefined
    ? { id: customerId, stream: accountStream(customerId), data }
    : { id: sku, stream: stockStream(sku), data };
};

interface About extends Asked {
  readonly stream: string;
  readonly data: Data;
}

/** To what was so when that version was made, whatever it is here. */
const broughtBack = ({ places }: MeaningParts, { id, data, stream }: About, toVersion: number): Meant => {
  const behind = places.of(stream, toVersion)?.behind ?? toVersion;
  if (behind > 0) return { asked: { id, data: { ...data, toVersion: behind } } };
  return { refusal: `${stream} was not there when its version ${toVersion} was made, to be brought back` };
};

/** The event that is corrected may be another version here. Where it never was, there is nothing to correct. */
const corrected = (
  { places, recorded }: MeaningParts,
  { id, data, stream }: About,
  corrects: Corrects & { readonly version: number },
): Meant => {
  const place = places.of(stream, corrects.version);
  const version = place ? place.version : corrects.version;
  if (version !== undefined) return { asked: { id, data: { ...data, corrects: { ...corrects, version } } } };
  if (place?.wasSaid && corrects.kind === 'WRONG')
    throw saidNothingNew(stream, corrects.version, recorded.commit);
  return NOT_ASKED;
};

const saidNothingNew = (stream: string, version: number, { at, lamport, input }: Commit): Unknowable =>
  new Unknowable(
    `${input.type} at ${new Date(at).toISOString()} (Lamport value ${lamport}) corrects the figures of version ${version} of ${stream}. With this change that version would have said nothing new, so it would not be there; what would have been corrected then, nobody can say.`,
  );

/**
 * What was settled is what the order was to cost in all; so the difference is another one where the order costs something else.
 * Without what it follows from, nobody settles anything.
 */
const settled = (
  { ids, streams, places, recorded: { history, commit } }: MeaningParts,
  { id, data, stream }: About,
  corrects: Corrects & { readonly orderId: string },
): Meant => {
  const { orderId, because = '', amount = 0 } = corrects;
  if (places.isMissing(`:${ids.digest(because)}`)) return NOT_ASKED;
  const own = commit.events.find((event) => event.stream === stream)?.version ?? 0;
  const before = history.ofStream(stream).filter(({ version }) => version < own);
  const meant = costOf(before, orderId) - amount;
  const other = costOf(streams.events(stream), orderId) - meant;
  if (other === 0) return NOT_ASKED;
  return { asked: { id, data: { ...data, corrects: { ...corrects, amount: other } } } };
};
