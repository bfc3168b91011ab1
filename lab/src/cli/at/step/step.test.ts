// Stepping through a history: what keys do, what a screen shows, and that the terminal is given back.
import { EventEmitter } from 'node:events';
import type { ReadStream, WriteStream } from 'node:tty';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import { historyOf } from '../../../checker/history.ts';
import { painter } from '../../../show/paint.ts';
import type { Moment } from '../../../time-travel/cut.ts';
import { sagaHistory } from '../../../testing/made-up.ts';
import { orderLook } from '../../../time-travel/look.ts';
import { spanOf } from '../../../time-travel/steps.ts';
import { frameOf } from './frame.ts';
import { help, moveOf } from './keys.ts';
import type { Move } from './keys.ts';
import { beginAt, moved, stepThrough } from './step.ts';
import type { Place } from './step.ts';
import { takeTerminal } from './terminal.ts';

const { commits } = sagaHistory('o1')
  .client(0, 'PlaceOrder')
  .saga(1, 'OrderPlaced', ['ReserveStock'])
  .answers(2, 'ReserveStock', 'StockReserved')
  .saga(3, 'StockReserved', ['ChargePayment']);
const history = historyOf(commits);
const span = spanOf(history) ?? expect.fail('it is empty');
const one = { span, at: (moment: Moment) => Promise.resolve(orderLook(history, 'o1', moment)) };
const lamportOf = ({ look }: Place) => look.lamport;
const plain = painter(false);

/** A terminal of which is known what was written to it. */
const madeUp = (isTTY = true) => {
  const written: string[] = [];
  const raw: boolean[] = [];
  const input = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (on: boolean) => raw.push(on),
    resume: () => undefined,
    pause: () => undefined,
  });
  const output = Object.assign(new EventEmitter(), {
    isTTY,
    rows: 24,
    columns: 80,
    write: (text: string) => written.push(text),
  });
  const streams = {
    input: input as unknown as ReadStream,
    output: output as unknown as WriteStream,
    env: {},
  };
  const press = (name: string, ctrl = false) => input.emit('keypress', '', { name, ctrl });
  return { streams, written, raw, press, output };
};

describe('Stepping through a history', () => {
  let begin: Place;
  before(async () => {
    begin = await beginAt(one, { lamport: 2 });
  });
  const after = async (...moves: readonly Exclude<Move, 'quit'>[]): Promise<Place> => {
    let place = begin;
    for (const move of moves) place = await moved(place, move);
    return place;
  };

  it('goes forward and back by what happened, and stays at either end', async () => {
    expect(lamportOf(await after('forward'))).to.equal(3);
    expect(lamportOf(await after('back'))).to.equal(1);
    expect(lamportOf(await after('back', 'back'))).to.equal(1);
    expect(lamportOf(await after('last'))).to.equal(4);
    expect(lamportOf(await after('last', 'forward'))).to.equal(4);
    expect(lamportOf(await after('last', 'first'))).to.equal(1);
    expect((await after('down')).scroll).to.equal(3);
    expect((await after('down', 'forward')).scroll).to.equal(0);
  });

  it('knows the arrows and their kin, and nothing else', () => {
    const moves = ['right', 'left', 'home', 'end', 'up', 'down', 'q', 'escape'].map((name) =>
      moveOf({ name }),
    );
    expect(moves).to.deep.equal(['forward', 'back', 'first', 'last', 'up', 'down', 'quit', 'quit']);
    expect(moveOf({ name: 'c', ctrl: true })).to.equal('quit');
    for (const key of [{}, { name: 'x' }, { name: 'toString' }, { name: 'n', ctrl: true }])
      expect(moveOf(key)).to.equal(undefined);
  });

  it('shows a screen of exactly so many rows at most, with now in sight and the keys below', () => {
    for (const rows of [1, 5, 18, 24, 60]) {
      const lines = frameOf(begin.look, { rows, columns: 80, paint: plain, scroll: 0 });
      expect(lines.length).to.be.at.most(rows);
      expect(lines.at(-1)).to.equal(help);
      expect(lines.filter((line) => line.length > 80)).to.deep.equal([]);
    }
    const lines = frameOf(begin.look, { rows: 24, columns: 80, paint: plain, scroll: 0 });
    expect(lines.some((line) => line.includes(' NOW '))).to.equal(true);
    expect(lines.some((line) => line.includes('just now: saga-orchestrator took OrderPlaced'))).to.equal(
      true,
    );
  });

  it('draws at each key, and ends at q', async () => {
    const { streams, written, press } = madeUp();
    const terminal = takeTerminal(streams);
    const leaving = stepThrough(begin, terminal, plain);
    press('right');
    press('x');
    press('q');
    expect(lamportOf(await leaving)).to.equal(3);
    expect(written.at(-1)).to.include('Order o1 at Lamport value 3');
    terminal.giveBack();
  });

  it('follows keys one after the other, however fast they come', async () => {
    const { streams, press } = madeUp();
    const terminal = takeTerminal(streams);
    const slow = {
      ...one,
      at: (moment: Moment) => new Promise<void>(setImmediate).then(() => one.at(moment)),
    };
    const leaving = stepThrough({ ...begin, one: slow }, terminal, plain);
    for (const key of ['right', 'right', 'left', 'right', 'q']) press(key);
    expect(lamportOf(await leaving)).to.equal(4);
    terminal.giveBack();
  });

  it('ends with the error when a moment cannot be read', async () => {
    const { streams, press } = madeUp();
    const terminal = takeTerminal(streams);
    const broken = { ...one, at: () => Promise.reject(new Error('gone')) };
    const leaving = stepThrough({ ...begin, one: broken }, terminal, plain);
    press('right');
    expect(String(await leaving.catch((error: unknown) => error))).to.include('gone');
    terminal.giveBack();
  });

  it('draws again where the terminal has another size', () => {
    const { streams, written, output } = madeUp();
    const terminal = takeTerminal(streams);
    void stepThrough(begin, terminal, plain);
    output.rows = 10;
    output.emit('resize');
    expect(written.at(-1)?.split('\r\n')).to.have.length(10);
    terminal.giveBack();
  });
});

describe('A terminal that was taken', () => {
  it('is given back once: no raw keys, its own screen, its cursor', () => {
    const { streams, written, raw } = madeUp();
    const terminal = takeTerminal(streams);
    expect(raw).to.deep.equal([true]);
    terminal.giveBack();
    terminal.giveBack();
    terminal.draw(['late']);
    expect(raw).to.deep.equal([true, false]);
    expect(written).to.have.length(2);
    expect(written[1]).to.include('[?1049l').and.to.include('[?25h').and.to.include('[?7h');
  });

  it('is given back when the process exits, whatever ends it', () => {
    const before = process.listeners('exit');
    const { streams, raw } = madeUp();
    takeTerminal(streams);
    const atExit = process.listeners('exit').find((listener) => !before.includes(listener));
    atExit?.(0);
    expect(raw).to.deep.equal([true, false]);
    process.removeListener('exit', atExit ?? (() => undefined));
  });

  it('must be one', () => {
    expect(() => takeTerminal(madeUp(false).streams)).to.throw(ExitError, '--step needs a terminal');
    const dumb = { ...madeUp().streams, env: { TERM: 'dumb' } };
    expect(() => takeTerminal(dumb)).to.throw(ExitError, '--step needs a terminal');
  });
});
