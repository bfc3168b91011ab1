// What the notes and timers of roles mean, by their names, whatever the protocol: pictures, figures and the checker go by these. A
// protocol takes a name from here where it means the same, and adds one where it means something new.

/** A participant has promised its part: from here on only others can say how it ends. */
export const promising: readonly string[] = ['Prepared', 'Tried', 'Taken'];

/** Its wait is over. */
export const settling: readonly string[] = [
  ...['Committed', 'Confirmed', 'DecidedByHand'],
  ...['Aborted', 'Cancelled', 'Lapsed', 'GivenBack'],
];

/** Whoever coordinates has decided that it is made final, or given back. */
export const deciding: Readonly<Record<string, 'kept' | 'given back'>> = {
  CommitDecided: 'kept',
  ConfirmDecided: 'kept',
  AbortDecided: 'given back',
  AbortPresumed: 'given back',
  CancelDecided: 'given back',
  CancelPresumed: 'given back',
};

/** Who writes one of these has given the order up, or has learned that another one has. */
export const givingUp: readonly string[] = [
  ...Object.keys(deciding).filter((type) => deciding[type] === 'given back'),
  ...['Aborted', 'Cancelled', 'Lapsed'],
];

/**
 * The timers that give an order up: a vote or a payment is too late, a hold lapses, somebody is patient no more, or asks, and is told
 * that what never began never will. One that says something again gives nothing up.
 */
export const timersThatGiveUp: readonly string[] = [
  ...['VoteBy', 'TryBy', 'GiveUp', 'Lapse', 'Patience', 'AskAgain'],
];
