// What can still be said of an order whose history was forgotten: how and when it ended, and where the rest is.
import type { ForgottenThingDto } from '@saga-lab/contracts/dtos/operation';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Lab } from '../client/lab.ts';
import { forgetful } from '../retention/forgettable.ts';
import type { Forgotten, OrderHistory } from './order-history.ts';
import type { Story } from './order-story.ts';
import { instantText, listText, sentence, serviceText, spanText } from './words.ts';

const paths: Readonly<Partial<Record<ServiceName, string>>> = {
  'order-service': '/orders',
  'saga-orchestrator': '/sagas',
};

interface Answer410 {
  readonly forgotten: ForgottenThingDto;
}

/** Asks nobody where each of those who forget has something of it. */
export const forgottenIn = async (
  lab: Pick<Lab, 'ask'>,
  id: string,
  history: Pick<OrderHistory, 'commits'> | undefined,
): Promise<Forgotten | undefined> => {
  const silent = forgetful.filter((name) => !history?.commits.some(({ service }) => service === name));
  const found: (ForgottenThingDto & { readonly by: ServiceName })[] = [];
  for (const by of silent) {
    const path = `${paths[by] ?? ''}/${id}/history?limit=1`;
    const { status, body } = await lab.ask(by, { method: 'get', path });
    if (status === 410) found.push({ ...(body as Answer410).forgotten, by });
  }
  if (found.length === 0) return undefined;
  return {
    by: found.map(({ by }) => by),
    endedAt: Math.max(...found.map(({ endedAt }) => endedAt)),
    forgottenAt: Math.max(...found.map(({ forgottenAt }) => forgottenAt)),
    commits: found.reduce((sum, { commits }) => sum + commits, 0),
  };
};

/** @param about the order itself, or a message of it. */
export const forgottenStory = async (
  lab: Pick<Lab, 'findOrder'>,
  order: string,
  { about, forgotten }: { readonly about: Story['about']; readonly forgotten: Forgotten },
): Promise<Story> => {
  const { by, endedAt, forgottenAt, commits } = forgotten;
  const end = await lab.findOrder(order);
  const became = end
    ? ` and is ${end.status}${end.reason === undefined ? '' : `, because of ${end.reason}`}`
    : '';
  const who = listText(by.map(serviceText));
  return {
    about,
    firstCause: undefined,
    lastDecision: undefined,
    beats: [],
    forgotten,
    sentences: [
      ...(about.kind === 'message' ? [`The message belongs to order ${order}.`] : []),
      sentence(`order ${order} ended at ${instantText(endedAt)}${became}`),
      sentence(
        `why it is so is not known here any more: by their retention ${who} forgot ${commits} commits of it at ${instantText(forgottenAt)}, ${spanText(forgottenAt - endedAt)} after its end`,
      ),
      ...(end
        ? [`What it did to money is still in the account: npm run lab -- why ${end.customerId} --as customer`]
        : []),
      `All of it is in the file that was exported before: npm run lab -- import FILE --into PATH, and then npm run lab -- why ${order} --data-dir PATH`,
    ],
  };
};
