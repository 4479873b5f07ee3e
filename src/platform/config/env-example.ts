/** The text of `.env.example`. */
export function envExample(): string {
  return '';
}
