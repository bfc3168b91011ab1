// What the trial has shown, and what it could not: for people line by line, for programs at the end.
import type { BaseImage } from './base-images.ts';

export interface StepReport {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, or what is wrong. */
  readonly seen: string;
  readonly seconds: number;
}

export interface Report {
  readonly ok: boolean;
  readonly engine: { readonly version: string; readonly own: boolean };
  readonly compose: string;
  readonly images: readonly BaseImage[];
  readonly steps: readonly StepReport[];
  /** One sentence each. */
  readonly notShown: readonly string[];
  readonly seconds: number;
}

export const stepLine = ({ name, ok, seen, seconds }: StepReport): string =>
  `${ok ? '(/)' : '(x)'} ${name}: ${seen} (${seconds} s)`;

export const notShown = (images: readonly BaseImage[]): readonly string[] => {
  const standIns = images.filter(({ from }) => from === 'a stand-in');
  if (standIns.length === 0) return [];
  const named = standIns.map(({ image, is = 'something else' }) => `${image} is ${is}`);
  const real = standIns.map(({ image }) => image).join(', ');
  return [
    `No registry of images is reached from here, so stand-ins were made: ${named.join('; ')}.`,
    `Not shown: ${real} themselves, and the entry points of these images.`,
  ];
};

export const summary = (report: Report): readonly string[] => {
  const { ok, steps, engine, compose, seconds } = report;
  const passed = steps.filter((step) => step.ok).length;
  const where = `${engine.own ? 'An own' : 'The running'} engine ${engine.version}, Compose ${compose}`;
  return [
    '',
    ...report.notShown.map((sentence) => `(~) ${sentence}`),
    `${ok ? '(/)' : '(x)'} ${passed} of ${steps.length} steps held. ${where}; ${seconds} s in all.`,
  ];
};
