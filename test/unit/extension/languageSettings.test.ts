import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../../extension/languageSettings';
import { holds, withFolder, withoutFolder } from '../../../extension/python/typePaths';

describe('what the language server is told of the settings', () => {
  it('is what people have set', () => {
    const given = {
      rules: { 'unread-artifact': 'off', 'unreachable-step': 'error' },
      inlayHints: true,
      exclude: { '**/build': true, '**/dist': false },
    };
    expect(settingsOf(given)).toEqual({
      rules: { 'unread-artifact': 'off', 'unreachable-step': 'error' },
      inlayHints: true,
      exclude: ['**/build'],
    });
  });

  it.each([
    undefined,
    null,
    'off',
    7,
    ['error'],
    { 'unreachable-step': 'loud', 'no-end': null, 'no-start': { level: 'off' } },
  ])('has no rule where %j makes no sense', (rules) => {
    const settings = settingsOf({ rules, inlayHints: 'yes', exclude: undefined });
    expect(settings).toEqual({ rules: {}, inlayHints: false, exclude: [] });
  });

  it('excludes nothing on a condition', () => {
    const exclude = { '**/*.js': { when: '$(basename).ts' }, '**/.git': true };
    expect(settingsOf({ rules: {}, inlayHints: false, exclude }).exclude).toEqual(['**/.git']);
  });
});

describe('the paths that Pylance looks in', () => {
  it('get the runtime once, after what a person put there', () => {
    const paths = withFolder(['/mine'], '/storage/current/python');
    expect(paths).toEqual(['/mine', '/storage/current/python']);
    expect(withFolder(paths, '/storage/current/python/')).toBe(paths);
    expect(holds(paths, '/storage/current')).toBe(false);
  });

  it('lose it, and nothing else', () => {
    expect(withoutFolder(['/mine', '/runtime/'], '/runtime')).toEqual(['/mine']);
    expect(withoutFolder(['/runtime'], '/runtime')).toBeUndefined();
  });
});
