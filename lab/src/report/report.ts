// What a run leaves behind for people and for machines, and the page that shows it.
import type { Facts } from '../checker/facts.ts';
import type { Verdict } from '../checker/verdict.ts';
import type { Injection } from '../simulator/simulation.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';
import type { State } from './marks.ts';
import type { Section } from './page.ts';
import { page } from './page.ts';
import type { Figure } from './pieces.ts';
import type { RunTimes } from './sagas.ts';
import { figureTable, injectionTable, realAndSimulated, verdictList } from './pieces.ts';

export interface Report extends RunTimes {
  readonly title: string;
  /** What a person types to have the same again. */
  readonly command: string;
  /** When the run ended, ISO 8601. */
  readonly at: string;
  /** Sentences: which parts of it were real, and which were simulated. */
  readonly real: readonly string[];
  readonly simulated: readonly string[];
  /** The checker's; of several runs, those of the one that `facts` is about. */
  readonly verdicts: readonly Verdict[];
  readonly figures: readonly Figure[];
  /** Oldest first; left out: of a tool that tells of more than one run. */
  readonly injections?: readonly Injection[];
  /** The tool's own sections, such as a grid or a schedule; they stand first. */
  readonly sections?: readonly Section[];
  /** Instead of what the verdicts say: of a tool that judges more than one run. */
  readonly outcome?: { readonly state: State; readonly sentence: string };
  /** What was judged; left out by a tool that keeps none. */
  readonly facts?: Facts;
  /** Sagas to show; left out: those that a finding names, or else one of each outcome. */
  readonly sagas?: readonly string[];
}

/** One file beside the page. */
export interface FileLink {
  readonly file: string;
  /** What is in it, and what to do with it. */
  readonly sentence: string;
  readonly command?: string;
}

export const outcomeOf = ({ verdicts, outcome }: Report): { state: State; sentence: string } => {
  if (outcome) return outcome;
  const of = (state: Verdict['state']) => verdicts.filter((verdict) => verdict.state === state);
  const violated = of('violated').map(({ invariant }) => invariant);
  if (violated.length > 0) return { state: 'violated', sentence: `Violated: ${violated.join(', ')}.` };
  if (verdicts.length === 0) return { state: 'none', sentence: 'Nothing was judged.' };
  const open = of('open').map(({ invariant }) => invariant);
  if (open.length > 0) return { state: 'open', sentence: `Cannot be said yet: ${open.join(', ')}.` };
  return { state: 'holds', sentence: `All invariants that were judged hold: ${verdicts.length}.` };
};

/** @param pictures of sagas, each a `sagaFigure`. */
export const reportPage = (
  report: Report,
  pictures: readonly Markup[],
  files: readonly FileLink[],
): string => {
  const { title, command, at, verdicts, figures, injections } = report;
  const { state, sentence } = outcomeOf(report);
  const sections: readonly (Section | false)[] = [
    ...(report.sections ?? []),
    verdicts.length > 0 && { id: 'verdicts', title: 'Verdicts', body: verdictList(verdicts) },
    pictures.length > 0 && { id: 'sagas', title: 'Sagas', body: pictures },
    figures.length > 0 && { id: 'figures', title: 'Figures', body: figures.map(figureTable) },
    injections !== undefined && {
      id: 'injections',
      title: 'What was done to the system',
      body: injectionTable(injections),
    },
    { id: 'real', title: 'What is real here', body: realAndSimulated(report.real, report.simulated) },
    { id: 'files', title: 'Files', body: fileList(files) },
  ];
  return page({
    title,
    state,
    outcome: sentence,
    command,
    at,
    sections: sections.filter((one) => one !== false),
  });
};

const fileList = (files: readonly FileLink[]): Markup =>
  markup`<ul>${files.map(
    ({ file, sentence, command }) =>
      markup`<li><a href="${encodeURIComponent(file)}">${file}</a>: ${sentence}${command === undefined ? undefined : markup` <code>${command}</code>`}</li>\n`,
  )}</ul>`;
