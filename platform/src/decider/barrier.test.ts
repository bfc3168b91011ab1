// The barrier against every order in which commands can arrive.
import { expect } from 'chai';
import { message } from '../testing/given.ts';
import { played } from '../testing/played.ts';
import { barrier } from './barrier.ts';
import type { BarrierAnswer, Operation, Participant } from './barrier.ts';
import type { NewEvent } from './decider.ts';
import type { Message } from './message.ts';

interface SagaCommand<T extends string, O extends Operation> extends Message<T, object> {
  readonly sagaId: string;
  readonly step: string;
  readonly operation: O;
}
type Take = SagaCommand<'Take', 'action'>;
type GiveBack = SagaCommand<'GiveBack', 'compensation'>;
type Incoming = Take | GiveBack | Message<'Look', object>;
type Fact = NewEvent<'Taken' | 'GivenBack' | 'Refused', object>;

const home = ({ sagaId }: { sagaId?: string | undefined }): string => `home-${sagaId ?? 'none'}`;

/** Takes one thing or refuses to; counts what it holds. */
const participant = (willing: boolean): Participant<number, Incoming, Fact> => ({
  streams: (command) => [home(command)],
  decide: (_states, command) => {
    if (command.type === 'Look') return { events: [], messages: [{ type: 'Seen', data: {} }] };
    const stream = home(command);
    const data = {};
    if (command.type === 'GiveBack')
      return {
        events: [{ stream, type: 'GivenBack', data }],
        messages: [],
        reply: { type: 'GivenBack', data },
      };
    const type = willing ? 'Taken' : 'Refused';
    return { events: [{ stream, type, data }], messages: [], reply: { type, data, refused: !willing } };
  },
  evolve: (held = 0, event) => held + { Taken: 1, GivenBack: -1, Refused: 0 }[event.type],
  wants: () => false,
  home,
  nothingToUndo: () => ({ type: 'GivenBack', data: {} }),
});

type Letter = 'action' | 'compensation';

const commandOf = (operation: Letter, sagaId = 's1', attempt = 1) =>
  operation === 'action'
    ? message<Take>({ type: 'Take', data: {}, sagaId, step: 'take', operation, attempt })
    : message<GiveBack>({ type: 'GiveBack', data: {}, sagaId, step: 'take', operation, attempt });

/** All words over the letters, from length 1 to `longest`. */
const words = <T>(letters: readonly T[], longest: number): T[][] => {
  const ofLength = (length: number): T[][] =>
    length === 0 ? [[]] : ofLength(length - 1).flatMap((word) => letters.map((letter) => [...word, letter]));
  return Array.from({ length: longest }, (_, n) => ofLength(n + 1)).flat();
};

type Expected = { readonly answer: BarrierAnswer; readonly type: string };

/** The table of the design, said in another way: by what came before. */
const expected = (word: readonly Letter[], willing: boolean): Expected[] =>
  word.map((letter, n) => {
    const first = word.indexOf(letter);
    const otherBefore = word.slice(0, first).some((earlier) => earlier !== letter);
    const answer =
      letter === 'action' ? toAction(otherBefore, willing) : toCompensation(otherBefore, willing);
    return first === n ? answer : { ...answer, answer: 'DUPLICATE' };
  });

const toAction = (compensatedBefore: boolean, willing: boolean): Expected =>
  compensatedBefore
    ? { answer: 'HANGING_REJECTED', type: 'CommandRejected' }
    : { answer: 'APPLIED', type: willing ? 'Taken' : 'Refused' };

const toCompensation = (actedBefore: boolean, willing: boolean): Expected => ({
  answer: actedBefore && willing ? 'APPLIED' : 'EMPTY',
  type: 'GivenBack',
});

const answers = (decision: { messages: readonly { answer?: unknown; type: string }[] }) =>
  decision.messages.map(({ answer, type }) => ({ answer, type }));

describe('the barrier', () => {
  for (const willing of [true, false])
    // @covers F-61 R-06 R-11 R-20 R-38
    // @mutation The messages: the tombstone of an empty compensation [twin: no tombstone]
    it(`answers every order of up to 6 commands as its table says (the action is ${willing ? 'done' : 'refused'})`, () => {
      for (const word of words<Letter>(['action', 'compensation'], 6)) {
        const { play, states } = played(barrier(participant(willing)));
        const given = word.flatMap((letter) => answers(play(commandOf(letter))));
        expect(given, word.join()).to.deep.equal(expected(word, willing));
        const net = willing && !word.includes('compensation') ? 1 : 0;
        expect(states[home({ sagaId: 's1' })]?.state ?? 0, word.join()).to.equal(net);
      }
    });

  // @covers R-38
  it('keeps two sagas apart, in every order of up to 5 commands', () => {
    const letters = ['s1', 's2'].flatMap((saga) =>
      (['action', 'compensation'] as const).map((operation) => ({ saga, operation })),
    );
    for (const word of words(letters, 5)) {
      const together = played(barrier(participant(true)));
      const given = word.map(({ saga, operation }) => answers(together.play(commandOf(operation, saga))));
      for (const saga of ['s1', 's2']) {
        const own = word.filter((letter) => letter.saga === saga).map(({ operation }) => operation);
        const got = given.filter((_, n) => word[n]?.saga === saga).flat();
        expect(got).to.deep.equal(expected(own, true));
      }
    }
  });

  it('keeps two steps of one saga apart', () => {
    const { play } = played(barrier(participant(true)));
    play(commandOf('action'));
    const other = { ...commandOf('action'), step: 'take-more' };
    expect(answers(play(other))).to.deep.equal([{ answer: 'APPLIED', type: 'Taken' }]);
  });

  it('repeats the stored reply with the attempt of the command that asks again, and records nothing', () => {
    const { play } = played(barrier(participant(true)));
    const [first] = play(commandOf('action')).messages;
    const again = play(commandOf('action', 's1', 7));
    expect(again.events).to.deep.equal([]);
    expect(again.messages).to.deep.equal([{ ...first, answer: 'DUPLICATE', attempt: 7 }]);
  });

  // @covers R-37
  it('echoes saga, step and operation in every reply', () => {
    const { play } = played(barrier(participant(true)));
    const [reply] = play(commandOf('compensation')).messages;
    expect(reply).to.deep.equal({
      type: 'GivenBack',
      data: {},
      answer: 'EMPTY',
      sagaId: 's1',
      step: 'take',
      operation: 'compensation',
      attempt: 1,
    });
  });

  // @covers F-62
  it('leaves a tombstone for the action that comes late', () => {
    const { play } = played(barrier(participant(true)));
    play(commandOf('compensation'));
    const late = play(commandOf('action'));
    expect(late.events.map(({ type }) => type)).to.deep.equal(['CommandAnswered']);
    expect(late.messages[0]?.data).to.deep.equal({ command: 'Take', reason: 'COMPENSATED_BEFORE' });
  });

  it('lets messages pass that are no command of a saga', () => {
    const look = message<Message<'Look', object>>({ type: 'Look', data: {} });
    const { play } = played(barrier(participant(true)));
    expect(play(look)).to.deep.equal({ events: [], messages: [{ type: 'Seen', data: {} }] });
  });

  it('takes a participant that does not reply to a command for a bug', () => {
    const silent = { ...participant(true), decide: () => ({ events: [], messages: [] }) };
    expect(() => played(barrier(silent)).play(commandOf('action'))).to.throw(
      'the participant returned no `reply` for saga command Take',
    );
  });
});
