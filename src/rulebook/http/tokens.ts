/** Where the controllers find what they ask about plugins. */
export const PLUGIN_CATALOGUE = Symbol('plugin catalogue');
