export { PACKAGE_ROOT, compiledUrl } from './package-root.js';
