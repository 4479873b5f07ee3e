export { DEFAULT_LANGUAGE, LANGUAGES, type Language, languageAsked } from './language.js';
export { PackedTexts } from './packed-texts.js';
export { seamed } from './seamed.js';
