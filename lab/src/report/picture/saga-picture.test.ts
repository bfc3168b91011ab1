import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../../client/documents.ts';
import type { Circumstances } from '../../show/interventions.ts';
import { elementsOf } from '../../testing/elements.ts';
import { sagaHistory } from '../../testing/made-up.ts';
import { expectGoodPage, nameOf } from '../../testing/page-rules.ts';
import { sagaPicture } from './saga-picture.ts';
import { sagaFigure, sagaSvg } from './standalone.ts';

const pictureOf = (commits: CommitsByService, circumstances: Circumstances = {}) =>
  elementsOf(sagaPicture({ title: 'Saga o1, COMPLETED', commits, circumstances }).text);

type Picture = ReturnType<typeof pictureOf>;
const sentences = (picture: Picture) =>
  picture.filter(({ attributes }) => attributes.get('role') === 'img').map(nameOf);
/** How many elements have all of these classes. */
const many = (picture: Picture, classes: string) =>
  picture.filter(({ attributes }) => {
    const has = (attributes.get('class') ?? '').split(' ');
    return classes.split(' ').every((one) => has.includes(one));
  }).length;
const boxes = (picture: Picture) => {
  const rects = picture.filter(
    ({ name, attributes }) => name === 'rect' && attributes.get('class')?.startsWith('box'),
  );
  const isPill = rects.filter(({ attributes }) => attributes.get('rx') !== '1');
  return { commands: rects.length - isPill.length, events: isPill.length };
};

const completed = () =>
  sagaHistory()
    .client(0, 'PlaceOrder')
    .saga(8, 'OrderPlaced', ['ReserveStock'])
    .answers(15, 'ReserveStock', 'StockReserved')
    .saga(22, 'StockReserved', ['ChargePayment'])
    .answers(30, 'ChargePayment', 'PaymentCharged')
    .saga(37, 'PaymentCharged', ['ApproveOrder'])
    .answers(44, 'ApproveOrder', 'OrderApproved')
    .saga(51, 'OrderApproved', ['ShipStock'])
    .answers(59, 'ShipStock', 'StockShipped')
    .notes(66, 'StockShipped', 'SagaCompleted');

describe('The picture of a saga that is completed', () => {
  const picture = pictureOf(completed().commits);

  it('has a lane for each service, left to right', () => {
    const titles = picture.filter(({ attributes }) => attributes.get('class') === 'title');
    expect(titles.map(({ text }) => text)).to.deep.equal(['orchestrator', 'order', 'payment', 'inventory']);
    const places = titles.map(({ attributes }) => Number(attributes.get('x')));
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b));
    expect(many(picture, 'lane')).to.equal(serviceNames.length);
  });

  it('has a box for each command and request, a pill for each event, the pivot, the end, and what is on hold', () => {
    expect(boxes(picture)).to.deep.equal({ commands: 5, events: 5 });
    expect(many(picture, 'fill command')).to.equal(5);
    expect(many(picture, 'line event'), 'a line and an open head each').to.equal(10);
    expect(many(picture, 'hatch')).to.equal(1);
    expect(many(picture, 'line ok'), 'the pivot').to.equal(1);
    expect(many(picture, 'fill ok'), 'the end').to.equal(1);
    expect(many(picture, 'fail') + many(picture, 'compensation') + many(picture, 'dotted')).to.equal(0);
  });

  it('says each of them in a sentence', () => {
    expect(sentences(picture)).to.deep.equal([
      'inventory holds something for this saga here.',
      'After 0 ms: PlaceOrder comes to order by HTTP.',
      'After 0 ms: order sends the event OrderPlaced to orchestrator.',
      'After 8 ms: orchestrator sends the command ReserveStock to inventory.',
      'After 15 ms: inventory sends the event StockReserved to orchestrator.',
      'After 22 ms: orchestrator sends the command ChargePayment to payment.',
      'After 30 ms: payment sends the event PaymentCharged to orchestrator.',
      'Pivot: from here on nothing is undone.',
      'After 37 ms: orchestrator sends the command ApproveOrder to order.',
      'After 44 ms: order sends the event OrderApproved to orchestrator.',
      'After 51 ms: orchestrator sends the command ShipStock to inventory.',
      'After 59 ms: inventory sends the event StockShipped to orchestrator.',
      'After 66 ms: orchestrator notes SagaCompleted.',
    ]);
  });
});

describe('The picture of a saga that is undone', () => {
  const { commits } = sagaHistory()
    .client(0, 'PlaceOrder')
    .saga(8, 'OrderPlaced', ['ReserveStock'])
    .answers(15, 'ReserveStock', 'StockReserved')
    .saga(22, 'StockReserved', ['ChargePayment'])
    .answers(30, 'ChargePayment', 'PaymentDeclined', { refused: true })
    .saga(3_037, 'PaymentDeclined', ['ReleaseStock'])
    .answers(3_045, 'ReleaseStock', 'StockReleased')
    .saga(3_050, 'StockReleased', ['RejectOrder'])
    .answers(3_058, 'RejectOrder', 'OrderRejected')
    .notes(3_066, 'OrderRejected', 'SagaCompensated');
  const picture = pictureOf(commits);

  it('ends the refusal in a cross, and draws compensation with double lines', () => {
    expect(many(picture, 'sign fail')).to.equal(1);
    const doubled = picture.filter(
      ({ attributes }) =>
        attributes.get('class') === 'line compensation' && attributes.get('d')?.includes('q') === true,
    );
    expect(doubled, 'two commands and two replies').to.have.length(4);
    expect(many(picture, 'fill compensation'), 'the heads of two commands, and the end').to.equal(3);
    expect(many(picture, 'line ok'), 'no pivot').to.equal(0);
  });

  it('folds a long silence and says how long it was', () => {
    expect(sentences(picture).filter((one) => one.includes('without anything'))).to.deep.equal([
      '3.0 s without anything.',
    ]);
    expect(sentences(picture)).to.include.members([
      'After 30 ms: payment sends the refusal PaymentDeclined to orchestrator.',
      'After 3037 ms: orchestrator sends the compensation ReleaseStock to inventory.',
      'After 3045 ms: inventory sends the reply to a compensation StockReleased to orchestrator.',
    ]);
  });
});

describe('The picture of a saga to which something was done', () => {
  const told = sagaHistory()
    .client(0, 'PlaceOrder')
    .saga(8, 'OrderPlaced', ['ReserveStock'])
    .answers(115, 'ReserveStock', 'StockReserved')
    .deadline(130, ['ReserveStock'], 2)
    .answers(140, 'ReserveStock', 'StockReserved', { answer: 'DUPLICATE' })
    .saga(150, 'StockReserved', ['ChargePayment'])
    .amend('saga-orchestrator', { sent: [] });
  const idOf = (n: number) => told.commits['saga-orchestrator'][n]?.outbox[0]?.id ?? '';
  const picture = pictureOf(told.commits, {
    injections: [
      { at: 9, what: 'ReserveStock is dropped', sign: 'dropped', message: idOf(0) },
      { at: 10, what: 'inventory-service is killed', service: 'inventory-service', sign: 'crash' },
      { at: 60, what: 'inventory-service starts', service: 'inventory-service', sign: 'restart' },
      { at: 70, what: 'the broker sheds its load' },
      { at: 131, what: 'ReserveStock comes twice', sign: 'duplicate', message: idOf(1) },
    ],
  });

  it('breaks the lane at a crash, and has a triangle at a restart', () => {
    expect(sentences(picture).filter((one) => /crash|restart|broker sheds/.test(one))).to.deep.equal([
      'After 10 ms, crash: inventory-service is killed.',
      'After 60 ms, restart: inventory-service starts.',
      'After 70 ms: the broker sheds its load.',
    ]);
    expect(many(picture, 'fill ok'), 'the triangle').to.equal(1);
    expect(many(picture, 'sign fail'), 'a zigzag, and a cross where a message is lost').to.equal(2);
  });

  it('numbers what is sent again, doubles what comes twice, and dots what is not confirmed', () => {
    const circles = picture.filter(({ name }) => name === 'circle');
    expect(circles).to.have.length(1);
    expect(many(picture, 'dotted')).to.equal(1);
    expect(sentences(picture)).to.include.members([
      'After 8 ms: orchestrator sends the command ReserveStock to inventory, which is lost on its way.',
      'After 115 ms: ReserveStock to inventory, which was lost, arrives after it was sent again.',
      'After 130 ms: orchestrator sends the command ReserveStock to inventory, attempt 2, which is delivered twice.',
      'After 140 ms: inventory sends the event StockReserved to orchestrator, which was answered before.',
      'After 150 ms: orchestrator sends the command ChargePayment to payment, not confirmed by the broker.',
    ]);
    expect(picture.filter(({ name, text }) => name === 'text' && text === 'x2')).to.have.length(2);
  });
});

describe('The picture of any saga', () => {
  it('shows hostile names as text', () => {
    const hostile = `"><script>alert(1)</script>`;
    const { commits } = completed().amend('saga-orchestrator', {
      events: [{ stream: 'saga-o1', version: 9, type: hostile, schemaVersion: 1, data: {} }],
    });
    const title = `Saga ${hostile}`;
    const svg = sagaSvg({ title, commits });
    expect(elementsOf(svg)[0]?.attributes.get('aria-label')).to.equal(title);
    expect(svg).not.to.include('<script');
    expectGoodPage(sagaFigure({ title, commits }, 'saga-x.svg').text);
  });

  it('is the same alone, with its own style for light and dark', () => {
    const { commits } = completed();
    const svg = sagaSvg({ title: 'Saga o1', commits });
    expect(svg).to.match(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/,
    );
    expect(svg).to.include('prefers-color-scheme:dark');
    expect(svg).not.to.match(/href|url\(|@import/);
  });

  it('has nothing to show of no commits, and says so with its lanes alone', () => {
    const commits = Object.fromEntries(serviceNames.map((name) => [name, []])) as unknown as CommitsByService;
    expect(sentences(pictureOf(commits))).to.deep.equal([]);
  });
});
