// A rollback done, through ordinary commands of the services and nothing else: done again, it finds nothing left to do.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { historyOf } from '../checker/history.ts';
import type { Lab } from '../client/lab.ts';
import { refusalOf } from '../client/request.ts';
import type { HttpAnswer, HttpRequest } from '../client/request.ts';
import { cutAt } from '../time-travel/cut.ts';
import type { Moment } from '../time-travel/cut.ts';
import { openIn, planOf } from './plan.ts';
import type { RollbackPlan } from './plan.ts';
import type { UndoneOrder } from './orders.ts';
import { isChanged } from './things.ts';
import type { ThingBack } from './things.ts';

export interface Act {
  readonly sentence: string;
  /** Why it was not done. */
  readonly refused?: string;
}

export interface Applying {
  readonly moment: Moment;
  /** What the histories keep as the reason. */
  readonly reason: string;
  readonly operator: string;
  /** Longest wait for orders to be undone, ms. */
  readonly waitMs: number;
}

export interface Applied {
  readonly acts: readonly Act[];
  /** As things stand afterwards. */
  readonly left: RollbackPlan;
}

/** `seen`: the greatest Lamport value of the histories that it acts on. */
interface Acting extends Applying {
  readonly seen: number;
}

/** A service that knows little would date an act before the moment, by Lamport's order, and then it would be part of that moment. */
const headersOf = ({ operator, seen }: Acting) => ({ 'x-operator': operator, 'x-lamport': String(seen) });

const LOOK_EVERY_MS = 200;

/** Of a system all that this needs. */
type Asked = Pick<Lab, 'ask' | 'commits'>;

export const applyRollback = async (lab: Asked, applying: Applying): Promise<Applied> => {
  let seen = 0;
  const look = async () => {
    const history = historyOf(await lab.commits());
    seen = history.all.reduce((most, { commit }) => Math.max(most, commit.lamport), seen);
    return planOf(cutAt(history, applying.moment));
  };
  const aborts = new Map<string, Act>();
  const deadline = Date.now() + applying.waitMs;
  let plan = await look();
  while (openIn(plan).length > 0 && Date.now() < deadline) {
    for (const undone of openIn(plan))
      if (undone.way === 'abort') await abortOnce(lab, undone, { ...applying, seen }, aborts);
    await sleep(LOOK_EVERY_MS);
    plan = await look();
  }
  const acts: Act[] = [...aborts.values()];
  // What an order on its way holds could be counted twice.
  const things = openIn(plan).length > 0 ? [] : plan.things.filter(isChanged);
  for (const thing of things) acts.push(await bringBack(lab, thing, { ...applying, seen }));
  return { acts, left: await look() };
};

const abortOnce = async (
  lab: Asked,
  { order: saga }: UndoneOrder,
  applying: Acting,
  done: Map<string, Act>,
): Promise<void> => {
  if (done.has(saga)) return;
  const answer = await lab.ask('saga-orchestrator', {
    method: 'post',
    path: `/sagas/${saga}/abort`,
    headers: headersOf(applying),
    body: { reason: applying.reason },
  });
  const status = answer.status === 200 ? (answer.body as SagaDto).status : '';
  done.set(saga, outcomeOf(answer, `saga ${saga} is given up${status && `: ${status}`}`));
};

const bringBack = async (lab: Asked, thing: ThingBack, applying: Acting): Promise<Act> => {
  const { kind, id, toVersion } = thing;
  const answer = await lab.ask(kind === 'stock' ? 'inventory-service' : 'payment-service', {
    ...requestFor(thing, applying),
    headers: {
      ...headersOf(applying),
      // The same for all that are told to do the same to the same.
      'idempotency-key': `rollback-to-${toVersion}-from-${thing.version}`,
    },
  });
  const what = toVersion === 0 ? 'emptied, as it was not there then' : `brought back to version ${toVersion}`;
  return outcomeOf(answer, `${kind} ${id} is ${what}: ${said(thing)}`);
};

const requestFor = (
  thing: ThingBack,
  { reason }: Applying,
): Pick<HttpRequest, 'method' | 'path' | 'body'> => {
  const { kind, id, toVersion, undone, undoneSince, needed, now } = thing;
  const path = kind === 'stock' ? `/stock/${id}` : `/accounts/${id}`;
  if (toVersion > 0)
    return { method: 'post', path: `${path}/restore`, body: { toVersion, reason, undone, undoneSince } };
  const body = kind === 'stock' ? { onHand: needed, unitPrice: now.unitPrice } : { opening: needed };
  return { method: 'put', path, body };
};

const said = ({ now, target }: ThingBack): string =>
  Object.entries(target)
    .filter(([name, value]) => now[name] !== value)
    .map(([name, value]) => `${name} ${now[name] ?? '-'} -> ${value}`)
    .join(', ');

const outcomeOf = (answer: HttpAnswer, sentence: string): Act =>
  answer.status < 300 ? { sentence } : { sentence, refused: refusalOf(answer).detail };
