export { configureHttp, createHttpAdapter } from './http-adapter.js';
export { problemsOfIssues } from './issues.js';
export { assertSmall, parseBody } from './parse-body.js';
export type { FailureShape } from './problem.filter.js';
export { type ProblemDocument, problemOf } from './problem.js';
export { Public, ROLES, type Role, Roles, endpointsWithoutRole, rolesOf } from './roles.js';
export { whileConnected } from './while-connected.js';
