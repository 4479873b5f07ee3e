import { hash } from 'node:crypto';

/** What content is known by: `sha256:` and the 64 hexadecimal digits of its SHA-256; a text counts as UTF-8. */
export function contentHash(content: string | Uint8Array): string {
  return `sha256:${hash('sha256', content, 'hex')}`;
}

/** The SHA-256 of a text (UTF-8) in 43 characters that may stand in ids, addresses and headers (base64url). */
export function textDigest(text: string): string {
  return hash('sha256', text, 'base64url');
}
