/** Sends the host a message. */
export function say(message: object, then?: () => void): void {
  process.send?.(message, undefined, undefined, then);
}
