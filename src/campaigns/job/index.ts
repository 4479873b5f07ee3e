export { campaignHandler, settleCancelled } from './campaign-job.js';
export { convertedList, isFile, saveList, saveMatch } from './finish-list.js';
export { decidedBy, fixPlan } from './begin-run.js';
export { LIST_PERSON_STORE } from './person-store.js';
export { folderOfFiles, limitsOf, selectionPlan } from './select-list.js';
export { takeErasedOut } from './take-erased-out.js';
