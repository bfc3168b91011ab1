// `npm run lab -- compare`: what it may be told, and what it says.
import { expect } from 'chai';
import { Command, InvalidArgumentError } from 'commander';
import { columns } from '../../compare/columns.ts';
import { painter } from '../../show/paint.ts';
import { compare } from './compare.ts';
import type { CompareOptions } from './played.ts';
import { namesAmong } from './names-among.ts';
import { compareVerb } from './verb.ts';

const all = columns.map(({ name }) => name);

const compared = async (options: Partial<CompareOptions> = {}) => {
  const said: string[] = [];
  const told = { protocols: all, fault: ['none'], seed: 7, ...options };
  const { data, lines, exitCode } = await compare(told, (line) => said.push(line));
  return { data, text: lines(painter(false)).join('\n'), exitCode, said };
};

describe('npm run lab -- compare', function () {
  this.timeout(60_000);

  it('shows what one order costs under each protocol, and is green as all is as promised', async () => {
    const { text, exitCode, said } = await compared();
    expect(exitCode).to.equal(0);
    expect(text).to.match(/saga +choreo +tcc +tcc-ttl +2pc +3pc/);
    expect(text).to.match(/messages +9 +5 +11 +11 +13 +19/);
    expect(text).to.match(/it ends( +approved){6}/);
    expect(text).to.include('Every cell is as its protocol promises.');
    expect(said).to.deep.equal(['none: nothing goes wrong']);
  });

  it('shows of several faults how each cell ends, blocked among them', async () => {
    const { text, exitCode } = await compared({ protocols: ['2pc', '3pc'], fault: ['refusal', 'A'] });
    expect(exitCode).to.equal(0);
    expect(text).to.match(/refusal +rejected +rejected/);
    expect(text).to.match(/A +blocked \[order, inventory, payment\].* rejected/);
  });

  it('shows that the second order is turned away where it finds nothing, and not where it waits', async () => {
    const last = { protocols: ['saga', '2pc'], fault: ['H'] };
    expect((await compared(last)).text).to.match(/orders turned away +1 +1/);
    const waiting = await compared({ ...last, locks: 'wait' });
    expect(waiting.text).to.match(/orders turned away +0 +0/);
    expect(waiting.exitCode).to.equal(0);
  });

  it('shows how long half of many orders take, and 95 of 100, one after the other and all at once', async () => {
    const inTurn = await compared({ protocols: ['choreo'], fault: ['in-turn'] });
    expect(inTurn.text).to.match(/it ends +50 approved/);
    expect(inTurn.text).to.match(/outcome known after +5 ms, 6 ms/);
    const atOnce = await compared({ protocols: ['choreo', '3pc'], fault: ['at-once'] });
    expect(atOnce.text).to.match(/it ends +50 approved/);
    expect(atOnce.text, 'no message of them asks the store alone').to.match(
      /outcome known after +10 ms, 10 ms +27 ms, 30 ms/,
    );
    expect([inTurn.exitCode, atOnce.exitCode]).to.deep.equal([0, 0]);
  });

  it('shows who can tell the others an outcome of which one has been told', async () => {
    const { text, exitCode } = await compared({ protocols: ['tcc', '2pc'], fault: ['B1'] });
    expect(exitCode).to.equal(0);
    expect(text).to.match(/it ends +blocked \[inventory, payment\], then approved +approved/);
    expect(text).to.match(/blocked for, in sum +12\d\.\d s +0 ms/);
  });

  it('gives all of it as data, each cell with the command that repeats it', async () => {
    const { data } = await compared({ protocols: ['2pc'], fault: ['A'], seed: 9 });
    expect(data).to.have.nested.property('cells[0].outcomes[0]', 'blocked');
    expect(data).to.have.nested.property('cells[0].figures.blockedMs').that.is.above(100_000);
    expect(data).to.have.nested.property(
      'cells[0].command',
      'npm run lab -- compare --protocols 2pc --fault A --seed 9',
    );
  });

  it('is the same again with the same seed', async () => {
    const again = { protocols: ['tcc'], fault: ['F'], seed: 3 };
    expect((await compared(again)).data).to.deep.equal((await compared(again)).data);
  });

  it('takes names with commas between them, or all, and refuses others', () => {
    const names = namesAmong(['a', 'b', 'c']);
    expect(names('c, a')).to.deep.equal(['a', 'c']);
    expect(names('all')).to.deep.equal(['a', 'b', 'c']);
    expect(() => names('d')).to.throw(InvalidArgumentError, 'These are: a, b, c, all.');
  });

  it('explains every fault', () => {
    const shown: string[] = [];
    const command = compareVerb({ print: () => Promise.resolve(), say: () => undefined });
    command.configureOutput({ writeOut: (text) => void shown.push(text) });
    new Command().addCommand(command);
    command.outputHelp();
    expect(shown.join('')).to.match(/ A +the coordinator dies when the last vote is durable/);
  });
});
