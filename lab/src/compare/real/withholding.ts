// What services on real parts have made durable and keep to themselves until they may say it.
import { plansIn } from '../../sweep/run/plans.ts';
import type { Aim } from './aim.ts';
import type { Subject } from './subject.ts';

type Told = NonNullable<Aim['told']>;

/** `folder`: where the lab's builds of the services read what they are to do. Of each cell it is about the first order. */
export const withholding = (folder: string) => {
  const plans = plansIn(folder);
  const about = ({ orders: [first] }: Subject, type: string) => ({ type, subject: first?.orderId ?? '' });
  return {
    /** Before the order is placed. */
    withhold: (subject: Subject, { withheld }: Aim): void => {
      for (const { by, type } of withheld) plans.withhold(by, about(subject, type));
    },
    /** All others go on waiting for it. */
    letOneHear: (subject: Subject, { by, type, others }: Told): void => {
      for (const to of others) plans.withhold(by, { ...about(subject, type), to });
      plans.say(by, about(subject, type));
    },
    letSay: (subject: Subject, { withheld, told }: Aim): void => {
      for (const { by, type } of withheld) plans.say(by, about(subject, type));
      if (told) for (const to of told.others) plans.say(told.by, { ...about(subject, told.type), to });
    },
  };
};
