/** What holds for the contacts of all strategies and campaigns together. Field meanings: `docs/contact-policy.md`. */
export interface ContactPolicy {
  readonly caps?: readonly ContactCap[];
  readonly quietHours?: readonly QuietHours[];
  /** People who get nothing from any strategy or campaign for as long as it stands. */
  readonly holdout?: HoldoutOfAll;
  /** The fact that holds a person's time zone, by its IANA name; the shop's counts where it is absent or not known. */
  readonly timeZone?: { readonly fact: string };
}

/** A hold-out of all strategies and campaigns together: what they bring as a whole is measured against it. */
export interface HoldoutOfAll {
  /** Another seed holds out others. */
  readonly seed: string;
  /** Share of those who would be treated, 0 to 1. */
  readonly share: number;
}

/** At most so many contacts of a person in this time. */
interface ContactCap {
  /** The channel of the offers that it counts and holds back; absent means all. */
  readonly channel?: string;
  readonly contacts: number;
  /** ISO-8601 duration. */
  readonly within: string;
}

/** Nobody is contacted from one time of the day to another, by the person's own clock; over midnight where `to` is earlier. */
interface QuietHours {
  /** Absent means every channel. */
  readonly channel?: string;
  /** Such as 21:00. */
  readonly from: string;
  readonly to: string;
}
