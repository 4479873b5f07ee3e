/** The version of this SDK (semver). A plugin's manifest names the range that it works with. */
export const SDK_VERSION = '1.0.0';
