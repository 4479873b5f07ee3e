export { checkedJson, storedObject, usableJson } from './checked-json.js';
