// What each note of a role tells, as a sentence: by the roles of all protocols but the saga.
import { orchestrator } from '@saga-lab/contracts/services';
import type { Recorded } from '../checker/history.ts';
import type { Beat } from './beat.ts';
import { reasonText } from './reasons.ts';
import { amountText, instantText, listText, serviceText, spanText } from './words.ts';

type Told = Pick<Beat, 'role' | 'text'>;
type Data = Readonly<Record<string, unknown>>;

export interface Spoken {
  readonly recorded: Recorded;
  /** Of the note. */
  readonly data: Data;
  readonly who: string;
  /** What the service did to what it keeps; nothing if it did nothing. */
  readonly did: string | undefined;
  /** `sent 2pc.Commit to the order service`; nothing if it sent nothing. */
  readonly sent: string;
  /** What it was decided on. */
  readonly knew: string;
  /** Milliseconds since the order was placed. */
  readonly sinceMs: number;
}

type Tell = (spoken: Spoken) => Told | undefined;

const step = (text: string): Told => ({ role: 'step', text });
const turn = (text: string): Told => ({ role: 'turn', text });
const aside = (text: string): Told => ({ role: 'aside', text });

const asAll =
  (verdict: string): Tell =>
  ({ who, sent, recorded }) =>
    turn(
      recorded.service === orchestrator.name
        ? `${verdict}, ${who} decided at ${instantText(recorded.commit.at)} to commit, and ${sent}`
        : `${who} decided in the place of the orchestrator to commit, and ${sent}`,
    );

const giveUp: Tell = ({ who, data, sent, recorded }) =>
  turn(
    recorded.service === orchestrator.name
      ? `because ${reasonText(data)}, ${who} decided at ${instantText(recorded.commit.at)} to abort, and ${sent}`
      : `${who} decided in the place of the orchestrator to abort, as nobody alive knew more, and ${sent}`,
  );

const presume: Tell = ({ who, data }) =>
  turn(
    `asked about a transaction that it had never begun, ${who} wrote down that it is aborted (${String(data['reason'])})`,
  );

const park: Tell = ({ who, data }) =>
  turn(
    data['reason'] === 'HALF_CONFIRMED'
      ? `as ${serviceText(String(data['by']))} had given back what the others have confirmed, ${who} parked the transaction: it ended by half, and only people can put that right`
      : `as ${listText((data['open'] as string[]).map(serviceText))} did not answer, ${who} parked the transaction for a person to look at, and went on telling`,
  );

const promise: Tell = ({ recorded, who, did, knew, sent }) =>
  recorded.commit.input.type === 'PlaceOrder'
    ? undefined
    : step(`${who} ${did ?? 'promised its part'}, as ${knew}, and ${sent}`);

const refuse: Tell = ({ who, data, knew }) =>
  turn(`${who} refused its part (${String(data['reason'])}), as ${knew}`);

const finish: Tell = ({ who, did }) =>
  step(`${who} ${did ?? 'heard that it was committed, and had done its part'}`);

const giveBack: Tell = ({ who, did }) => ({
  role: 'undone',
  text: `${who} ${did ?? 'heard that it was aborted, and held nothing of it'}`,
});

const ask: Tell = ({ who }) => aside(`${who} had promised its part, did not know how it ended, and asked`);

const again: Tell = ({ who }) => aside(`without an answer ${who} told the outcome again`);

/** Type of a note -> what it tells. Notes that are not here tell nothing that another one does not. */
export const telling: Readonly<Record<string, Tell>> = {
  TransactionBegun: ({ who, sent }) => step(`${who} began to coordinate it, and ${sent}`),
  TermsFixed: ({ who, data, sent }) =>
    step(`with the prices, ${amountText(Number(data['amount']))} in all, ${who} ${sent}`),
  TryCounted: ({ who, data, sent }) =>
    step(`as ${serviceText(String(data['by']))} held its part, ${who} ${sent}`),
  PreCommitDecided: ({ who, sent }) =>
    turn(`as everybody had promised, ${who} ${sent}, so that all know it before anybody commits`),
  CommitDecided: asAll('as everybody had promised'),
  ConfirmDecided: asAll('as everybody held its part'),
  AbortDecided: giveUp,
  CancelDecided: giveUp,
  AbortPresumed: presume,
  CancelPresumed: presume,
  TransactionParked: park,
  ParkedForPeople: park,
  OutcomeRepeated: again,
  SentAgain: again,
  TransactionEnded: ({ who, data, sinceMs }) => ({
    role: 'end',
    text: `with everybody done ${who} closed the transaction as ${String(data['outcome'])}, ${spanText(sinceMs)} after it began`,
  }),
  Prepared: promise,
  Tried: promise,
  Taken: promise,
  VotedNo: refuse,
  TryRefused: refuse,
  Refused: refuse,
  PreCommitted: ({ who }) => step(`${who} heard that everybody had promised`),
  LeadTaken: ({ who, sent }) => turn(`as the orchestrator was silent, ${who} led in its place, and ${sent}`),
  Committed: finish,
  Confirmed: finish,
  Approved: finish,
  Aborted: giveBack,
  Cancelled: giveBack,
  GivenBack: giveBack,
  Rejected: giveBack,
  Lapsed: ({ who, did }) => ({
    role: 'undone',
    text: `${who} waited no longer: it ${did ?? 'gave its part back'}`,
  }),
  ConfirmTooLate: ({ who }) => turn(`${who} was to confirm what it had given back already, and could not`),
  OutcomeAsked: ask,
  TerminationBegun: ask,
  DecidedByHand: ({ who, data, did }) =>
    turn(
      `operator ${String(data['by'])} decided by hand at ${who}: ${String(data['outcome'])} ("${String(data['reason'])}"), so that it ${did ?? 'did nothing'}`,
    ),
  HeuristicDamage: ({ who }) =>
    turn(
      `then ${who} heard that it had ended otherwise than that person had decided: heuristic damage, which nothing repairs by itself`,
    ),
  MessageIgnored: ({ who, data }) =>
    aside(`${who} took no notice of ${String(data['type'])} (${String(data['why'])})`),
};
