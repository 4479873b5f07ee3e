import { hash } from 'node:crypto';
import { type AdPlatform } from '#strata/engine';

/** What a person may be found by on an ad platform, as lower-case hexadecimal SHA-256; null where there is no usable one. */
export interface HashedAddresses {
  readonly email: string | null;
  readonly phone: string | null;
}

/** How a platform wants its addresses before they are hashed, and how it calls the columns. */
interface PlatformForm {
  readonly columns: { readonly email: string; readonly phone: string };
  /** @param email trimmed and in lower case */
  readonly email: (email: string) => string;
  /** @param phone E.164, with its + */
  readonly phone: (phone: string) => string;
}

/**
 * What the platforms document: Google's "Formatting user data" (Data Manager API) and "Formatting guidelines for uploading hashed
 * data"; Meta's "Customer file custom audiences" (normalising and hashing).
 */
const PLATFORMS: Readonly<Record<AdPlatform, PlatformForm>> = {
  google: { columns: { email: 'Email', phone: 'Phone' }, email: withoutGmailForms, phone: (phone) => phone },
  meta: { columns: { email: 'email', phone: 'phone' }, email: (email) => email, phone: (phone) => phone.slice(1) },
};

/** The first line of a list. */
export function matchHeader(platform: AdPlatform): string {
  const { email, phone } = PLATFORMS[platform].columns;
  return `${email},${phone}\n`;
}

/** The addresses of a person as a platform matches them. */
export function hashedAddresses(
  platform: AdPlatform,
  { email, phone }: { readonly email: string | null; readonly phone: string | null },
): HashedAddresses {
  const form = PLATFORMS[platform];
  const [mail, number] = [normalEmail(email), normalPhone(phone)];
  return {
    email: mail === null ? null : sha256(form.email(mail)),
    phone: number === null ? null : sha256(form.phone(number)),
  };
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

const LONGEST_EMAIL = 254;

/** In lower case and without blanks, those that nobody sees among them; null where it is no address. */
function normalEmail(text: string | null): string | null {
  const email = (text ?? '').replace(/[\s\p{Cf}]/gu, '').toLowerCase();
  return /^[^@]+@[^@]+\.[^@.]+$/.test(email) && email.length <= LONGEST_EMAIL ? email : null;
}

/** Gmail delivers whatever dots stand in a name, and whatever follows a +: such addresses are one. */
function withoutGmailForms(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return email;
  return `${name.replace(/\+.*$/, '').replaceAll('.', '')}@${domain}`;
}

/**
 * E.164: + and 7 to 15 digits, of a number that says its country by + or 00; null of all others, for nobody knows which country a
 * national number is of. Full-width digits, dashes of every kind and marks that nobody sees come with what is copied from elsewhere.
 */
function normalPhone(text: string | null): string | null {
  const phone = (text ?? '')
    .normalize('NFKC')
    .replace(/\(0\)/g, '')
    .replace(/[\s().\p{Pd}/\p{Cf}]/gu, '')
    .replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(phone) ? phone : null;
}
