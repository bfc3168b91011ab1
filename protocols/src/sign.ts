// By which commits it is seen that something happened which does not happen in every run.

/** A commit that says it: for this message, with this event, and with this message sent, each by its short name. */
export interface Sign {
  readonly what: string;
  readonly input?: string;
  /** `''`: none at all. */
  readonly event?: string;
  readonly sent?: string;
  /** The event is the first one of its stream: nothing had been heard of the order there. */
  readonly first?: true;
  /** `reason` or `why` of the event. */
  readonly because?: string;
}

export const ASKED: Sign = { what: 'in doubt, and asked', event: 'OutcomeAsked' };
