// `lab why ID`: why something is as it is, back to its first cause, in sentences and as a picture. It reads, and changes nothing.
import { writeFileSync } from 'node:fs';
import { ofEveryService } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { nodeIds } from '@saga-lab/platform/service/node-ids';
import type { CommitsByService } from '../../client/documents.ts';
import type { Lab } from '../../client/lab.ts';
import { sagaSvg } from '../../report/picture/standalone.ts';
import { legendFor, legendOfDoubt, timeline } from '../../show/timeline.ts';
import { wrapped } from '../../show/wrapped.ts';
import { storiesOf } from '../../why/find.ts';
import type { Found, Kind } from '../../why/find.ts';
import type { OrderHistory } from '../../why/order-history.ts';
import type { Story } from '../../why/order-story.ts';
import type { Outcome } from '../outcome.ts';

export interface WhyOptions {
  readonly as?: Kind;
  /** Draws it below the sentences. */
  readonly picture: boolean;
  /** Draws it into this file. */
  readonly svg?: string;
}

const WIDTH = 100;

/** @throws ExitError 64 if nothing has that id, if several things have, or if there is no picture of it. */
export const why = async (lab: Lab, id: string, options: WhyOptions): Promise<Outcome> => {
  const { story, history } = onlyOne(
    id,
    options,
    await storiesOf(lab, id, { kind: options.as, ids: nodeIds }),
  );
  const drawn = history && { title: titleOf(story, history), commits: byService(history) };
  if ((options.picture || options.svg !== undefined) && !drawn) throw noPictureOf(story);
  if (options.svg !== undefined && drawn) writeFileSync(options.svg, sagaSvg(drawn));
  return {
    data: story,
    lines: (paint, width) => [
      paint('heading', `Why ${story.about.kind} ${id} is as it is`),
      '',
      ...story.sentences.flatMap((text) => wrapped(text, Math.min(width ?? WIDTH, WIDTH))),
      ...(options.picture && drawn
        ? [
            '',
            ...legendFor(width),
            ...(story.under ? [legendOfDoubt] : []),
            '',
            ...timeline(drawn.commits, paint, { width }),
          ]
        : []),
    ],
    exitCode: story.forgotten ? exitCodes.unknown : exitCodes.holds,
  };
};

const noPictureOf = ({ about: { kind }, forgotten }: Story): ExitError =>
  new ExitError(
    exitCodes.usage,
    forgotten
      ? 'There is no picture of what was forgotten.'
      : `There is no picture of a ${kind}: pictures show orders.`,
  );

const onlyOne = (id: string, { as }: WhyOptions, found: readonly Found[]): Found => {
  const [one, ...others] = found;
  if (!one)
    throw new ExitError(
      exitCodes.usage,
      `Nobody knows ${as === undefined ? 'an order, a message, a SKU or a customer' : `a ${as}`} ${id}. See the orders: npm run lab -- sagas`,
    );
  if (others.length === 0) return one;
  const kinds = found.map(({ story }) => story.about.kind);
  throw new ExitError(
    exitCodes.usage,
    `${id} is the id of ${kinds.join(' and of ')}. Say which is meant: npm run lab -- why ${id} --as ${kinds[0] ?? ''}`,
  );
};

const titleOf = ({ under }: Story, { id }: OrderHistory): string =>
  under ? `Order ${id}, by ${under.protocol}` : `Saga ${id}`;

const byService = ({ commits }: OrderHistory): CommitsByService =>
  ofEveryService((name) => commits.flatMap(({ service, commit }) => (service === name ? [commit] : [])));
