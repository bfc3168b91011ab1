// What a person types behind `lab what-if`, as the change that is meant; and as it can be typed again.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { cutAt } from '../../time-travel/cut.ts';
import { instantOf } from '../../time-travel/steps.ts';
import { saidFigures, saidThing } from '../../what-if/retroactive.ts';
import type { GivenFigures, Retroactive, Thing } from '../../what-if/retroactive.ts';
import { chosen } from '../at/subject.ts';
import type { Subject } from '../at/subject.ts';
import { typedMoment } from '../moment.ts';

export type Kind = 'forgotten' | 'false' | 'wrong';

export interface AskedOptions {
  readonly validFrom?: string;
  readonly version?: number;
  readonly onHand?: number;
  readonly unitPrice?: number;
  readonly opening?: number;
}

const flags = { onHand: '--on-hand', unitPrice: '--unit-price', opening: '--opening' } as const;
type FigureName = keyof typeof flags;
const figuresOfThings: Readonly<Record<Thing['kind'], readonly FigureName[]>> = {
  stock: ['onHand', 'unitPrice'],
  account: ['opening'],
};

/** @throws ExitError 64 for what cannot be meant. */
export const askedFor = (
  subject: Subject,
  { kind, thing }: { readonly kind: Kind; readonly thing: Thing },
  options: AskedOptions,
): Retroactive => {
  const version = options.version ?? 0;
  switch (kind) {
    case 'forgotten':
      return {
        kind: 'FORGOTTEN',
        thing,
        validFrom: instantFor(subject, options),
        figures: given(thing, options),
      };
    case 'false':
      return { kind: 'FALSE', thing, version };
    case 'wrong':
      return { kind: 'WRONG', thing, version, figures: given(thing, options) };
    default:
      return kind satisfies never;
  }
};

/** A Lamport value stands for the instant of the last that had happened then. */
const instantFor = (subject: Subject, { validFrom = 'now' }: AskedOptions): number => {
  const moment = chosen(subject, typedMoment(validFrom, Date.now()));
  return moment.time ?? instantOf(cutAt(subject.history, moment)) ?? 0;
};

const given = (thing: Thing, options: AskedOptions): GivenFigures => {
  const own = figuresOfThings[thing.kind];
  const names = (Object.keys(flags) as FigureName[]).filter((name) => options[name] !== undefined);
  const foreign = names.find((name) => !own.includes(name));
  const choice = own.map((name) => flags[name]).join(' or ');
  if (foreign)
    throw new ExitError(exitCodes.usage, `${saidThing(thing)} has no ${flags[foreign]}. Say ${choice}.`);
  if (names.length === 0)
    throw new ExitError(exitCodes.usage, `What was it in truth? Say ${choice} of ${saidThing(thing)}.`);
  return Object.fromEntries(names.map((name) => [name, options[name]]));
};

/** The same command, with a moment that does not move. */
export const typedAgain = (asked: Retroactive): string => {
  const { kind, thing } = asked;
  const where = kind === 'FORGOTTEN' ? `--valid-from ${iso(asked.validFrom)}` : `--version ${asked.version}`;
  const figures = kind === 'FALSE' ? [] : Object.entries(asked.figures);
  const said = figures.map(([name, value]) => `${flags[name as FigureName]} ${value}`);
  return ['npm run lab -- what-if', kind.toLowerCase(), thing.kind, thing.id, where, ...said].join(' ');
};

/** As a sentence says it. */
export const inWords = (asked: Retroactive): string => {
  const thing = saidThing(asked.thing);
  switch (asked.kind) {
    case 'FORGOTTEN':
      return `${thing} had ${saidFigures(asked.figures)} from ${iso(asked.validFrom)} on`;
    case 'FALSE':
      return `version ${asked.version} of ${thing} had never been`;
    case 'WRONG':
      return `version ${asked.version} of ${thing} had said ${saidFigures(asked.figures)}`;
    default:
      return asked satisfies never;
  }
};

const iso = (at: number): string => new Date(at).toISOString();
