export { campaignHandler, settleCancelled } from './campaign-job.js';
export { convertedList, isFile, saveList } from './finish-list.js';
export { folderOfFiles } from './select-list.js';
