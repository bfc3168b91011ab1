// A room as lines: for a terminal, and for the page of the museum.
import type { Paint } from '../show/paint.ts';
import { table } from '../show/table.ts';
import { marks } from '../show/verdict.ts';
import { wrapped } from '../show/wrapped.ts';
import type { Room } from './room.ts';
import { elapsedText } from '../show/rows.ts';
import type { Shown } from './shown.ts';
import type { Visit } from './visit.ts';

export const legend: readonly string[] = [
  '--[Command]-->   <--(Event)--   <--(Refusal)x-   ==[Compensation]==>   ..> not sent   --x lost',
  ':: on hold   ?? in doubt: on hold, and only others can end it   // locked   ! dies   * what was done',
];

export const visitLines = (visit: Visit, paint: Paint, width: number): readonly string[] => {
  const { room, seed, bad, good } = visit;
  return [
    paint('heading', room.name),
    ...wrapped(room.about, width),
    '',
    ...legend.flatMap((line) => wrapped(line, width, '   ')),
    '',
    ...sideLines(`Seed ${seed}, with ${room.bad}`, bad, paint, width),
    '',
    ...sideLines(`Seed ${seed}, with ${room.good}`, good, paint, width),
    ...priceLines(visit, width),
  ];
};

const sideLines = (
  heading: string,
  { finding, picture }: Shown,
  paint: Paint,
  width: number,
): readonly string[] => {
  const { mark, token } = marks[finding === undefined ? 'holds' : 'violated'];
  const said = wrapped(finding ?? 'It does not happen.', width - 4);
  return [
    ...wrapped(heading, width).map((line) => paint('heading', line)),
    '',
    ...picture(paint, width),
    '',
    ...said.map((line, n) => (n === 0 ? `${paint(token, mark)} ${line}` : `    ${line}`)),
  ];
};

const priceLines = ({ room, bad, good }: Visit, width: number): readonly string[] => [
  ...(room.price === undefined ? [] : ['', ...wrapped(`Its price: ${room.price}.`, width)]),
  ...(bad.price && good.price
    ? [
        '',
        ...table(
          ['', 'messages', 'on hold', 'refused'],
          [
            ['without', bad.price.messages, elapsedText(bad.price.heldMs), bad.price.refused],
            ['with', good.price.messages, elapsedText(good.price.heldMs), good.price.refused],
          ],
        ),
      ]
    : []),
];

export const listLines = (rooms: readonly Room[], paint: Paint, width: number): readonly string[] =>
  rooms.flatMap(({ name, about }) => [
    paint('heading', name),
    ...wrapped(about, width - 2).map((line) => `  ${line}`),
  ]);
