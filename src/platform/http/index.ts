export { configureHttp, createHttpAdapter } from './http-adapter.js';
export { Endpoint, type EndpointDescription, Tag } from './openapi/endpoint.js';
export { errorCodeSchema, problemPlaceSchema, problemSchema } from './openapi/problem.schema.js';
export { assertSmall, parseRequest } from './requests/parse-request.js';
export { type FailureShape, FailureShapes } from './problem.filter.js';
export { type ProblemDocument, problemOf } from './problem.js';
export { Public, ROLES, type Role, Roles, endpointsWithoutRole, rolesOf } from './requests/roles.js';
export { FOLLOWED, sendStates } from './send-states.js';
export { whileConnected } from './while-connected.js';
