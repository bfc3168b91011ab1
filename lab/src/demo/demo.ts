// The first thing that a newcomer sees: four sagas as they really happened, and whether everything adds up.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { Access } from '@saga-lab/launcher/system/access';
import type { Verdict } from '../checker/verdict.ts';
import { holds } from '../checker/verdict.ts';
import type { Lab } from '../client/lab.ts';
import { lab } from '../client/lab.ts';
import { settledCommits } from '../client/settled.ts';
import { check } from '../reader/check.ts';
import { deadLetterIds } from '../reader/read-system.ts';
import type { Paint } from '../show/paint.ts';
import { painter } from '../show/paint.ts';
import { accountTable, stockTable } from '../show/table.ts';
import { legendFor, timeline } from '../show/timeline.ts';
import { verdictLines } from '../show/verdict.ts';
import type { Holdings, Story, World } from './stories.ts';
import { furnish, holdings, newWorld, settledOrder, stories } from './stories.ts';

export interface DemoOptions {
  /** One JSON document instead of pictures. */
  readonly json?: boolean;
  readonly colour?: boolean;
  /** Columns of the terminal, if it is one. */
  readonly width?: number | undefined;
}

export interface PlayedSaga {
  readonly title: string;
  readonly orderId: string;
  readonly status: SagaDto['status'];
  readonly reason: string | undefined;
  readonly asAnnounced: boolean;
  readonly timeline: readonly string[];
}

export interface DemoResult {
  /** Every saga ended as announced and every invariant holds. */
  readonly ok: boolean;
  readonly sagas: readonly PlayedSaga[];
  readonly before: Holdings;
  readonly after: Holdings;
  readonly verdicts: readonly Verdict[];
}

const INDENT = 2;

interface DemoContext {
  readonly visitor: Lab;
  readonly world: World;
  readonly say: (...lines: readonly string[]) => void;
  readonly paint: Paint;
  readonly width: number | undefined;
}

/** Runs the four sagas one after the other, with customers and SKUs of its own. `write` gets one line at a time. */
export const runDemo = async (
  access: Access,
  write: (line: string) => void,
  { json = false, colour = false, width }: DemoOptions = {},
): Promise<DemoResult> => {
  const say = json
    ? () => undefined
    : (...lines: readonly string[]) => {
        lines.forEach((line) => {
          write(line);
        });
      };
  const context: DemoContext = {
    visitor: lab(access),
    world: newWorld(),
    say,
    paint: painter(colour && !json),
    width: json ? undefined : width,
  };
  const result = await play(context);
  if (json) write(JSON.stringify(result, undefined, 2));
  return result;
};

const play = async (context: DemoContext): Promise<DemoResult> => {
  const { visitor, world, say, paint, width } = context;
  const deadLettersBefore = await deadLetterIds(visitor);
  const before = await furnish(visitor, world);
  say(
    '',
    paint('heading', 'Four orders, four sagas'),
    '',
    ...legendFor(width && width - INDENT).map((line) => line.padStart(line.length + INDENT)),
  );

  const orders: string[] = [];
  const sagas: PlayedSaga[] = [];
  for (const [n, story] of stories.entries()) {
    say('', paint('heading', `${n + 1}. ${story.title}`), `   ${story.sentence}`, '');
    const placed = await story.play(visitor, world);
    orders.push(...placed);
    sagas.push(await tell(context, story, placed));
  }

  const { ada, bob, lamp, chair } = world;
  const names = { customers: [ada, bob], skus: [lamp, chair], orders, deadLettersBefore };
  const verdicts = await check(visitor, names);
  const after = await holdings(visitor, world);
  say('', ...balance(before, after, paint));
  say('', paint('heading', 'Does everything add up?'), '', ...verdictLines(verdicts, paint), '');
  return { ok: sagas.every((saga) => saga.asAnnounced) && holds(verdicts), sagas, before, after, verdicts };
};

/** Waits for the end of the last of the orders and shows how it came about. */
const tell = async (
  { visitor, say, paint, width }: DemoContext,
  story: Story,
  placed: readonly string[],
): Promise<PlayedSaga> => {
  const orderId = placed.at(-1) ?? '';
  const saga = await visitor.sagaEnd(orderId);
  const order = await settledOrder(visitor, orderId);
  const picture = timeline(await settledCommits(visitor, orderId), paint, { width });
  const asAnnounced = saga.status === story.ends && order.reason === story.reason;
  say(...othersToo(placed.length - 1), ...picture, '', endOf(saga, order, { asAnnounced, story, paint }));
  const { title } = story;
  return { title, orderId, status: saga.status, reason: order.reason, asAnnounced, timeline: picture };
};

const othersToo = (others: number): readonly string[] =>
  others === 0
    ? []
    : [`   (The lab was quick: it took ${others} more orders until a cancellation overtook.)`, ''];

const endOf = (
  saga: SagaDto,
  order: OrderDto,
  { asAnnounced, story, paint }: { asAnnounced: boolean; story: Story; paint: Paint },
): string => {
  const how = `saga ${saga.status}, order ${order.status}${order.reason === undefined ? '' : ` (${order.reason})`}`;
  if (asAnnounced) return `   ${paint('ok', '(/)')} ${how}`;
  return `   ${paint('fail', '(x)')} ${how}; expected ${story.ends} ${story.reason ?? ''}: GET /sagas/${saga.sagaId}`;
};

const balance = (before: Holdings, after: Holdings, paint: Paint): readonly string[] => [
  paint('heading', 'Balances and stock, before and after (money in cents)'),
  '',
  ...accountTable(pairs(before.accounts, after.accounts)),
  '',
  ...stockTable(pairs(before.stock, after.stock)),
];

const pairs = <T>(before: readonly T[], after: readonly T[]) =>
  before.flatMap((one, n) => {
    const then = after[n];
    return then === undefined ? [] : [{ before: one, after: then }];
  });
