// The stories of docs/why-an-order.md: what the page shows is what is told, word for word, of the services in virtual time.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { scriptedLab } from '../testing/scripted-lab.ts';
import type { ScriptedLab } from '../testing/scripted-lab.ts';
import { wrapped } from '../show/wrapped.ts';
import { messageStory } from './message-story.ts';
import { orderStory } from './order-story.ts';
import { endings } from './testing/endings.ts';
import { endingsUnder } from './testing/endings-under.ts';
import { historyIn } from './testing/history-in.ts';
import { flawsIn } from './well-formed.ts';

const page = readFileSync(join(resolve(import.meta.dirname, '../../..'), 'docs/why-an-order.md'), 'utf8');

/** The first block below a heading. */
const shownBelow = (heading: string): string => {
  const [, section = ''] = page.split(`\n### ${heading}\n`);
  return /```text\n([^`]*)\n```/.exec(section)?.[1] ?? '';
};
const asShown = (sentences: readonly string[]): string =>
  sentences.flatMap((sentence) => wrapped(sentence, 100)).join('\n');

describe('docs/why-an-order.md', () => {
  let lab: ScriptedLab;
  beforeEach(async () => {
    lab = await scriptedLab();
    await lab.putStock('lamp', 5, 300);
    await lab.putAccount('ada', 1_000);
  });
  afterEach(() => lab.end());

  for (const { title, play } of [...endings, ...endingsUnder])
    it(`shows the story of an order: ${title}`, async () => {
      await play(lab);
      const story = orderStory(await historyIn(lab, 'o1'));
      expect(flawsIn(story)).to.deep.equal([]);
      expect(asShown(story.sentences), title).to.equal(shownBelow(title));
    });

  it('shows the stories of messages: one that took effect, and one that waits', async () => {
    lab.hold('ApproveOrder');
    await lab.place('o1', 'ada', [{ sku: 'lamp', quantity: 2 }]);
    await lab.pass(500);
    const history = await historyIn(lab, 'o1');
    const idOf = (type: string) =>
      history.commits.flatMap(({ commit }) => commit.outbox).find((entry) => entry.type === type)?.id ?? '';
    for (const type of ['ChargePayment', 'ApproveOrder']) {
      const story = messageStory(history, idOf(type));
      expect(asShown(story?.sentences ?? []), type).to.equal(shownBelow(`The message ${type}`));
    }
    expect(messageStory(history, 'o1.0123456789abcdef')).to.equal(undefined);
  });
});
