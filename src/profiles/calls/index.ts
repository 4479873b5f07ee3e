export type { AliasCall, Call, ConsentWord, IdentifyCall, Properties, Tally, TrackCall } from './calls.js';
export { MOMENT_EXPECTED, momentOf, momentSchema } from './moment.js';
export { isNobody } from './nobody.js';
export { PersonPath } from './person-path.js';
export {
  eventNameSchema,
  isPlainText,
  messageIdSchema,
  personIdSchema,
  plainText,
  purposeSchema,
  somebodySchema,
  somebodysIdSchema,
  userIdSchema,
} from './plain-text.js';
export { DATA_QUALITY, type DataQuality, type ReceivedEvent, type Rejection } from './received.js';
