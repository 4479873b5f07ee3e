export { PackedTexts } from './packed-texts.js';
