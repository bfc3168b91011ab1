// What a participant decided, as a sentence: on which knowledge it did something, refused it, or took it back.
import type { Line } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import type { CommandAnswered } from '@saga-lab/platform/decider/barrier';
import { parseStream, streamOf } from '@saga-lab/platform/decider/streams';
import { writeOf } from '@saga-lab/platform/store/commit';
import type { Recorded } from '../checker/history.ts';
import { versionsBefore } from '../rebuild/decisions.ts';
import type { Beat, Role } from './beat.ts';
import type { Known } from './order-history.ts';
import { amountText, instantText, linesText, listText, serviceText } from './words.ts';

type Note = CommandAnswered['data'];
type Data = Readonly<Record<string, unknown>>;
type Told = Pick<Beat, 'role' | 'text'>;

/** Nothing for a commit that a newcomer need not hear of, such as a repeated answer. */
export const participantBeat = (recorded: Recorded, known: Known): Beat | undefined => {
  const told = toldBy(recorded, known);
  if (!told) return undefined;
  const { service, commit } = recorded;
  return { ...told, at: commit.at, lamport: commit.lamport, service, message: commit._id };
};

const toldBy = (recorded: Recorded, known: Known): Told | undefined => {
  const { commit, service } = recorded;
  const note = commit.events.find(({ type }) => type === 'CommandAnswered')?.data as Note | undefined;
  if (note) return answered(recorded, note, known);
  switch (commit.events[0]?.type) {
    case 'OrderPlaced':
      return placed(recorded);
    case 'OrderCancellationRequested':
      return {
        role: 'turn',
        text: `at ${instantText(commit.at)} the customer asked to cancel, and ${serviceText(service)} told the orchestrator`,
      };
    case 'OrderAnnouncedAgain':
      return {
        role: 'aside',
        text: `no command of a saga had reached ${serviceText(service)}, so it announced the order again`,
      };
    default:
      return undefined;
  }
};

const answered = (recorded: Recorded, note: Note, known: Known): Told => {
  switch (note.answer) {
    case 'EMPTY':
      return {
        role: 'undone',
        text: `${serviceText(recorded.service)} had nothing to take back for ${note.step}, which it had not done, and made a note of it`,
      };
    case 'HANGING_REJECTED':
      return {
        role: 'aside',
        text: `${recorded.commit.input.type} reached ${serviceText(recorded.service)} only after it had been undone there, and was turned away`,
      };
    default:
      return applied(recorded, note, known);
  }
};

const applied = (recorded: Recorded, note: Note, known: Known): Told => {
  const { input } = recorded.commit;
  if (input.type === 'PlaceOrder') return placed(recorded);
  const role: Role = note.operation === 'compensation' ? 'undone' : note.refused ? 'turn' : 'step';
  const tell = effects[note.reply.type];
  const who = serviceText(recorded.service);
  if (!tell) return { role, text: `${who} decided about ${input.type}: ${note.reply.type}` };
  const asked = input.data as Data;
  const reply = note.reply.data as Data;
  return { role, text: tell({ who, asked, reply, knowledge: knowledgeOf(recorded, known) }) };
};

const placed = ({ commit, service }: Recorded): Told => {
  const { customerId, lines, orderId, protocol } = commit.input.data as {
    customerId: string;
    lines: Line[];
    orderId: string;
    protocol?: string;
  };
  const under = protocol === undefined ? '' : `, to be decided by ${protocol}`;
  return {
    role: 'cause',
    text: `customer ${customerId} ordered ${linesText(lines)} at ${instantText(commit.at)}, which ${serviceText(service)} wrote down as order ${orderId}${under}`,
  };
};

interface Effect {
  readonly who: string;
  /** Of the command. */
  readonly asked: Data;
  readonly reply: Data;
  /** What it was decided on, in words. */
  readonly knowledge: string;
}

/** Type of the reply -> what the participant did. */
const effects: Readonly<Record<string, (effect: Effect) => string>> = {
  StockReserved: ({ who, reply, knowledge }) =>
    `${who} reserved ${linesText(reply['lines'] as Line[])} for ${amountText(totalOf(reply))} in all, as ${knowledge}`,
  StockInsufficient: ({ who, asked, reply, knowledge }) =>
    `${who} refused to reserve ${linesText(asked['lines'] as Line[])} (${String(reply['reason'])} of ${String(reply['sku'])}), as ${knowledge}`,
  StockReleased: ({ who, asked }) =>
    `${who} gave back what was reserved, ${linesText(asked['lines'] as Line[])}`,
  StockShipped: ({ who, asked }) => `${who} shipped ${linesText(asked['lines'] as Line[])}`,
  PaymentCharged: ({ who, asked, knowledge }) =>
    `${who} charged ${String(asked['customerId'])} ${amountText(Number(asked['amount']))}, as ${knowledge}`,
  PaymentDeclined: ({ who, asked, reply, knowledge }) =>
    `${who} refused to charge ${String(asked['customerId'])} ${amountText(Number(asked['amount']))} (${String(reply['reason'])}), as ${knowledge}`,
  PaymentRefunded: ({ who, asked }) =>
    `${who} paid ${amountText(Number(asked['amount']))} back to ${String(asked['customerId'])}`,
  OrderApproved: ({ who, reply }) =>
    `${who} approved the order at ${amountText(Number(reply['total']))}, as nobody had cancelled it; once it was asked to, there was no way back (the pivot)`,
  OrderApprovalRefused: ({ who, reply }) =>
    `${who} refused to approve the order (${String(reply['reason'])}), as the customer had asked to cancel it before`,
  OrderRejected: ({ who, reply }) => `${who} rejected the order (${String(reply['reason'])})`,
};

const totalOf = ({ lines }: Data): number =>
  (lines as { quantity: number; unitPrice: number }[]).reduce(
    (sum, each) => sum + each.quantity * each.unitPrice,
    0,
  );

/** The streams that a decision is about in the end; those of the order itself only say what was done before. */
const DECISIVE: readonly string[] = [categories.stock, categories.account];
const MOST_STREAMS = 3;

export const knowledgeOf = (recorded: Recorded, known: Known): string => {
  const about = [...versionsBefore(recorded.commit)].filter(([stream]) =>
    DECISIVE.includes(parseStream(stream).category),
  );
  const told = about
    .slice(0, MOST_STREAMS)
    .map(([stream, version]) => knownText(stream, version, known(recorded, stream)));
  return `it knew ${listText(told)}`;
};

const knownText = (stream: string, version: number, state: unknown): string => {
  const { category, id } = parseStream(stream);
  if (version === 0) return `nothing of ${category} ${id}`;
  const { available, reserved = 0, balance, held = 0 } = (state ?? {}) as ShownThing;
  const at = `${streamOf(category, id)} at version ${version}`;
  if (available !== undefined)
    return `of ${amountText(available)} x ${id} available${besides(reserved)} (${at})`;
  if (balance !== undefined) return `of a balance of ${amountText(balance)}${besides(held)} (${at})`;
  return at;
};

/** As a stock or an account is shown. */
interface ShownThing {
  readonly available?: number;
  readonly reserved?: number;
  readonly balance?: number;
  readonly held?: number;
}

/** Whoever is refused for want of it may have been turned away by what comes back. */
const besides = (onHold: number): string =>
  onHold > 0 ? ` beside ${amountText(onHold)} on hold for other orders` : '';

/** What has to be found out before a story is told: `<stream>@<version>` of all that was decided on. */
export const decisiveStates = (recorded: Recorded): readonly string[] =>
  [...versionsBefore(recorded.commit)]
    .filter(([stream, version]) => version > 0 && DECISIVE.includes(parseStream(stream).category))
    .map(([stream, version]) => writeOf(stream, version));
