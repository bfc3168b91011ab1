// Whatever a service describes: who may use it, and that no request by chance brings it out of its description.
import type { Order } from '@saga-lab/lab/client/documents';
import { sendRaw } from '@saga-lab/platform/testing/http-client';
import { expect } from 'chai';
import fc from 'fast-check';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { request } from '../hostile/requests/case.ts';
import { nameOf, ofEachService, routesOf } from '../hostile/routes/described.ts';
import type { DescribedRoute } from '../hostile/routes/described.ts';
import { entersEverywhere } from '../hostile/routes/entry.ts';
import { junkFor } from '../hostile/routes/junk.ts';
import type { Junk, Known } from '../hostile/routes/junk.ts';
import { chosenSeed } from '../faults/seeded.ts';
import { tally } from '../stage/tally.ts';
import type { Tally } from '../stage/tally.ts';
import { unharmed } from '../stage/unharmed.ts';

/** By chance, of each route. */
const REQUESTS = 15;

export default scenario({
  chapter: 'requests',
  position: 2,
  covers: ['B-1', 'R-53'],
  sentence: `Every route that a service describes, with each kind of token, and ${REQUESTS} times with junk: only answers that it describes.`,
  play: async (story) => {
    const ada = await story.customer('ada', 1_000_000);
    const lamp = await story.stock('lamp', 1_000, 100);
    const order = await story.places(ada, { sku: lamp, quantity: 1 });
    await story.seesEnd(order, 'COMPLETED');
    const routes = await routesOf(story);
    const answers = tally();
    await unharmed(story, async () => {
      story.does(
        'every route is asked for: without a token, with a wrong one, with the right one, by other methods',
      );
      await entersEverywhere({ story, answers, routes });

      const seed = chosenSeed();
      story.does(`every route gets ${REQUESTS} requests by chance (SAGA_LAB_SEED=${seed})`);
      const known = { orderId: order, sagaId: order, customerId: ada, sku: lamp };
      await ofEachService(routes, (route) => getsJunk({ story, answers, known, seed }, route));
      for (const id of story.cast.orders) await story.lab.sagaEnd(id);
      const orders = story.cast.orders.length - 1;
      story.sees(
        `${REQUESTS * routes.length} requests by chance; orders among them that are good: ${orders}, all ended`,
      );
    });
    answers.seen(story, `requests to ${routes.length} routes`);
  },
});

interface Playing {
  readonly story: Story;
  readonly answers: Tally;
  readonly known: Known;
  readonly seed: number;
}

const getsJunk = (playing: Playing, route: DescribedRoute): Promise<void> =>
  fc.assert(
    fc.asyncProperty(junkFor(route, playing.known), (junk) => isAnsweredAsDescribed(playing, route, junk)),
    { seed: playing.seed, numRuns: REQUESTS },
  );

const isAnsweredAsDescribed = async (
  { story, answers }: Playing,
  route: DescribedRoute,
  { start, lines, body }: Junk,
): Promise<void> => {
  const all = [`Authorization: Bearer ${story.access.adminToken}`, ...lines];
  const answer = await sendRaw(story.access.urls[route.service], request(start, all, body));
  const ownWords = route.path.startsWith('/docs') ? '' : answer.body; // the page's script is not ours
  answers.note(`${nameOf(route)}: ${start} ${body}`, { ...answer, body: ownWords });
  expect(answer.status, answer.body).to.be.oneOf(route.statuses).and.not.equal(500);
  if (answer.status >= 400)
    expect(JSON.parse(answer.body), answer.head).to.include({ type: 'about:blank', status: answer.status });
  if (answer.status === 202 && start === 'POST /orders')
    story.accepted((JSON.parse(answer.body) as Order).orderId);
};
