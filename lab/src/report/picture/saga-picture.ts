// One saga as a space-time diagram in SVG: the same rows as the picture of text, with shapes.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../../client/documents.ts';
import type { ShownEntry } from '../../show/entry.ts';
import { entriesOf } from '../../show/entries.ts';
import type { Circumstances } from '../../show/interventions.ts';
import { elapsedText, rowsOf } from '../../show/rows.ts';
import type { Markup } from '../markup.ts';
import { markup } from '../markup.ts';
import { arrowShape } from './arrow-shapes.ts';
import {
  crashShape,
  endShape,
  hatchShape,
  injectionShape,
  laneShapes,
  noteShape,
  pivotShape,
  requestShape,
  restartShape,
  silenceShape,
} from './lane-shapes.ts';
import type { Placed } from './places.ts';
import { HEAD, lanes, placed, WIDTH } from './places.ts';
import { holdSentence, rowSentence } from './sentences.ts';

export interface SagaPicture {
  /** Whose picture it is, and how it ended: `Saga o1, COMPENSATED`. */
  readonly title: string;
  /** All of this saga. */
  readonly commits: CommitsByService;
  readonly circumstances?: Circumstances;
}

/** For a page; its style is part of the page's sheet. */
export const sagaPicture = (picture: SagaPicture): Markup => drawn(picture, markup``);

/** @param head what stands first in the drawing. */
export const drawn = ({ title, commits, circumstances }: SagaPicture, head: Markup): Markup => {
  const { rows, height } = placed(rowsOf(entriesOf(commits, circumstances)));
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="saga-picture" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="${title}">
${head}<rect class="ground" width="${WIDTH}" height="${height}"/>
${laneShapes(height)}${holdsIn(rows).map(({ lane, top, bottom }) => named(holdSentence(lane), hatchShape(lane, top, bottom)))}${rows.map(rowShape)}</svg>`;
};

const named = (sentence: string, shape: Markup): Markup =>
  markup`<g role="img" aria-label="${sentence}"><title>${sentence}</title>${shape}</g>\n`;

const rowShape = ({ row, y }: Placed): Markup => {
  const { shown, elapsed } = row;
  const shape = typeof shown === 'number' ? silenceShape(shown, y) : entryShape(shown, y);
  const time =
    typeof shown === 'number' || shown.kind === 'pivot'
      ? undefined
      : markup`<text class="from-right" x="72" y="${y + 4}">${elapsedText(elapsed)}</text>`;
  return markup`${time}${named(rowSentence(row), shape)}`;
};

const entryShape = (entry: ShownEntry, y: number): Markup => {
  switch (entry.kind) {
    case 'arrow':
      return arrowShape(entry.arrow, y);
    case 'request':
      return requestShape(entry.lane, entry.label, y);
    case 'note':
      return markup`${noteShape(entry.lane, entry.label, y)}${endShape(entry.lane, entry.label, y)}`;
    case 'crash':
      return crashShape(entry.lane, entry.label, y);
    case 'restart':
      return restartShape(entry.lane, entry.label, y);
    case 'injection':
      return injectionShape(entry.label, y);
    case 'pivot':
      return pivotShape(y);
    default:
      return entry satisfies never;
  }
};

interface Held {
  readonly lane: ServiceName;
  readonly top: number;
  readonly bottom: number;
}

/** From the row that begins a hold to the one that ends it, one for each. */
const holdsIn = (rows: readonly Placed[]): readonly Held[] =>
  lanes.flatMap((lane) => {
    const held: Held[] = [];
    let top = HEAD;
    for (const { row, y } of rows) {
      const last = held.at(-1);
      if (row.holding.has(lane)) {
        if (last?.bottom === top) held[held.length - 1] = { ...last, bottom: y };
        else held.push({ lane, top, bottom: y });
      }
      top = y;
    }
    return held;
  });
