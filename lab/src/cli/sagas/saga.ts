// `lab saga ID`: one saga with its story, its picture, what is left and what would be undone.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { SagaEvent } from '@saga-lab/saga-orchestrator/saga/state';
import type { Lab } from '../../client/lab.ts';
import type { Paint } from '../../show/paint.ts';
import { sentenceOf } from '../../show/story.ts';
import { legendFor, timeline } from '../../show/timeline.ts';
import { clock } from '../clock.ts';
import type { Outcome } from '../outcome.ts';

type DatedSagaEvent = SagaEvent & { readonly at: number };

/** @throws ExitError 64 if there is no such saga. */
export const saga = async (lab: Lab, id: string): Promise<Outcome> => {
  const found = await lab.findSaga(id);
  if (!found) throw new ExitError(exitCodes.usage, `There is no saga ${id}. See all: npm run lab -- sagas`);
  const [events, participants, commits] = await Promise.all([
    lab.history('saga-orchestrator', `/sagas/${id}`) as Promise<readonly DatedSagaEvent[]>,
    participantsOf(lab, id),
    lab.commitsOf(id),
  ]);
  return {
    data: { saga: found, participants, events },
    lines: (paint, width) => [
      ...heading(found, paint),
      '',
      ...storyLines(events, paint),
      '',
      ...legendFor(width),
      '',
      ...timeline(commits, paint, { width }),
      '',
      ...participantLines(participants),
      ...abortLines(found),
      ...nextLines(found),
    ],
    exitCode: exitCodes.holds,
  };
};

/** What each participant itself shows of this order; nothing if it has never heard of it. */
const participantsOf = async (lab: Lab, id: string) => {
  const [order, payment, reservation] = await Promise.all([
    lab.findOrder(id),
    lab.payment(id),
    lab.reservation(id),
  ]);
  return {
    order: order?.status ?? UNHEARD,
    payment: payment?.status ?? UNHEARD,
    reservation: reservation?.status ?? UNHEARD,
  };
};

const UNHEARD = 'nothing known of it';

const heading = ({ sagaId, status, step, reason, error }: SagaDto, paint: Paint): readonly string[] => [
  paint('heading', `Saga ${sagaId}: ${status}${step === undefined ? '' : ` at ${step}`}`),
  ...(error === undefined ? [] : [`  parked because: ${error}`]),
  ...(reason === undefined ? [] : [`  undone because: ${reason}`]),
];

const storyLines = (events: readonly DatedSagaEvent[], paint: Paint): readonly string[] => [
  paint('heading', 'What happened'),
  ...events.flatMap((event) => {
    const sentence = sentenceOf(event);
    return sentence === undefined ? [] : [`  ${clock(event.at)}  ${sentence}`];
  }),
];

const participantLines = (participants: Awaited<ReturnType<typeof participantsOf>>): readonly string[] =>
  Object.entries(participants).map(([name, status]) => labelled(`${name} says`, status));

const abortLines = ({ done, left, undoneIfAbortedNow, cannotBeUndone }: SagaDto): readonly string[] => [
  labelled('done', listOf(done)),
  labelled('left', listOf(left.map(({ command }) => command))),
  labelled('an abort would send', listOf(undoneIfAbortedNow.map(({ command }) => command))),
  labelled('cannot be undone', listOf(cannotBeUndone)),
];

const labelled = (label: string, text: string): string => `${label.padEnd(20)} ${text}`;

const listOf = (items: readonly string[]): string => (items.length === 0 ? '-' : items.join(', '));

const nextLines = ({ sagaId, status, undoneIfAbortedNow }: SagaDto): readonly string[] => {
  const type = (what: string, then: string) => labelled(what, `npm run lab -- ${then}`);
  const abort = undoneIfAbortedNow.length > 0 && status === 'RUNNING';
  return [
    ...(status === 'PARKED' ? ['', type('send it again', `retry ${sagaId}`)] : []),
    ...(status === 'PARKED' ? [type('done by hand', `resolve ${sagaId} --reason "what you have seen"`)] : []),
    ...(abort ? ['', type('undo everything', `abort ${sagaId} --reason "why"`)] : []),
  ];
};
