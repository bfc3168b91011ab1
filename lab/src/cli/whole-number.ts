// Numbers as a person types them behind an option.
import { InvalidArgumentError } from 'commander';

/** For an option of commander. */
export const wholeNumber =
  (least: number, most = 999_999_999) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    const range = most < 999_999_999 ? `from ${least} to ${most}` : `${least} or more`;
    throw new InvalidArgumentError(`It must be a whole number, ${range}.`);
  };
