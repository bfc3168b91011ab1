// What each mark in the picture of a saga says to who does not see it.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Arrow } from '../../show/arrow.ts';
import { isEmpty, isLate, isRepeated } from '../../show/arrow.ts';
import type { Row } from '../../show/rows.ts';
import { elapsedText, silenceText } from '../../show/rows.ts';
import { titleOf } from './lane-shapes.ts';

export const rowSentence = ({ shown, elapsed }: Row): string => {
  if (typeof shown === 'number') return `${silenceText(shown)}.`;
  const after = `After ${elapsedText(elapsed)}`;
  switch (shown.kind) {
    case 'arrow':
      return `${after}: ${arrowSentence(shown.arrow)}.`;
    case 'request':
      return `${after}: ${shown.label} comes to ${titleOf(shown.lane)} by HTTP.`;
    case 'note':
      return `${after}: ${titleOf(shown.lane)} notes ${shown.label}.`;
    case 'crash':
      return `${after}, crash: ${shown.label}.`;
    case 'restart':
      return `${after}, restart: ${shown.label}.`;
    case 'injection':
      return `${after}: ${shown.label}.`;
    case 'pivot':
      return 'Pivot: from here on nothing is undone.';
    default:
      return shown satisfies never;
  }
};

const arrowSentence = (arrow: Arrow): string => {
  const { label, from, to, again } = arrow;
  const names = `${label} ${to === from ? 'to itself' : `to ${titleOf(to)}`}`;
  if (again) return `${names}, which was lost, arrives after it was sent again`;
  return [`${titleOf(from)} sends ${kindOf(arrow)} ${names}`, ...remarksOn(arrow)].join(', ');
};

const kindOf = ({ compensation, refusal, shape }: Arrow): string => {
  if (refusal) return 'the refusal';
  if (compensation) return shape === 'command' ? 'the compensation' : 'the reply to a compensation';
  return shape === 'command' ? 'the command' : 'the event';
};

const remarksOn = (arrow: Arrow): readonly string[] => {
  const { attempt = 1, copied, lost, waiting } = arrow;
  const remarks: readonly (readonly [string, boolean])[] = [
    [`attempt ${attempt}`, attempt > 1],
    ['which was answered before', isRepeated(arrow)],
    ['which is delivered twice', copied === true],
    ['which had nothing to undo', isEmpty(arrow)],
    ['late', isLate(arrow)],
    ['not confirmed by the broker', waiting === true],
    ['which is lost on its way', lost === true],
  ];
  return remarks.flatMap(([remark, isTrue]) => (isTrue ? [remark] : []));
};

export const holdSentence = (lane: ServiceName): string =>
  `${titleOf(lane)} holds something for this saga here.`;
