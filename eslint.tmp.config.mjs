import base from '/work/trees/1-nine/eslint.config.mjs';
export default [...base, { files: ['**/*.ts'], rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', '@typescript-eslint/no-unsafe-enum-assignment': 'off' } }];
