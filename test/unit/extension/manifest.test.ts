/** The manifest and the code name the same commands, settings, views, context keys and texts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, CONTEXT, RUN_PAGE, SETTINGS, STEP_TASK, VIEWS } from '../../../extension/ids';
import { LENS_COMMANDS } from '../../../language-server/protocol';

interface Manifest {
  readonly icon: string;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly categories: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: unknown };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: {
      readonly [menu: string]: readonly { readonly command: string; readonly when?: string }[];
    };
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly views: { readonly [container: string]: readonly { readonly id: string }[] };
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when: string;
    }[];
    readonly taskDefinitions: readonly { readonly type: string }[];
    readonly configuration: {
      readonly properties: { readonly [name: string]: { readonly scope?: string } };
    };
    readonly configurationDefaults: { readonly [name: string]: object };
  };
}

const root = path.resolve(import.meta.dirname, '../../..');
const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifestText = text('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const sorted = (values: Iterable<string>) => [...new Set(values)].sort();

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => text(path.join(folder, file)));
}
const extension = sources('extension');

/** Every condition of the manifest. */
const conditions = [
  ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when ?? '')),
  ...contributes.keybindings.map(({ when }) => when ?? ''),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement ?? ''),
];

describe('commands', () => {
  const declared = contributes.commands.map(({ command }) => command);

  it('are those of the code', () => {
    expect(sorted(declared)).toEqual(sorted(Object.values(COMMANDS)));
  });

  it('all have the category Flowdeck', () => {
    expect(sorted(contributes.commands.map(({ category }) => category))).toEqual(['Flowdeck']);
  });

  it('hide in the palette where they make no sense', () => {
    const always = [COMMANDS.newFlow, COMMANDS.showLog];
    const palette = contributes.menus['commandPalette'] ?? [];
    expect(sorted([...always, ...palette.map(({ command }) => command)])).toEqual(sorted(declared));
    expect(palette.filter(({ when }) => !when)).toEqual([]);
  });

  it('of menus, keys and welcome texts exist', () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...contributes.keybindings.map(({ command }) => command),
      ...[...text('package.nls.json').matchAll(/\(command:(flowdeck\.\w+)\)/g)].map(
        ([, command]) => command ?? '',
      ),
    ];
    expect(used.filter((command) => !declared.includes(command))).toEqual([]);
  });

  it('of lenses exist', () => {
    expect(Object.values(LENS_COMMANDS).filter((command) => !declared.includes(command))).toEqual(
      [],
    );
  });

  it('that run something are off without trust', () => {
    const runs = [
      COMMANDS.runFlow,
      COMMANDS.runWithParameters,
      COMMANDS.runAgain,
      COMMANDS.runStep,
      COMMANDS.resumeRun,
    ];
    for (const { command, enablement } of contributes.commands) {
      if ((runs as string[]).includes(command)) expect(enablement).toBe('!flowdeck.untrusted');
    }
  });
});

it('declares the type of the tasks that run a step', () => {
  expect(contributes.taskDefinitions.map(({ type }) => type)).toEqual([STEP_TASK]);
});

describe('context keys', () => {
  const views = Object.values(VIEWS) as string[];
  const read = conditions
    .flatMap((condition) => condition.match(/flowdeck\.\w+/g) ?? [])
    .filter((name) => !views.includes(name));

  it('that conditions read are those that the code sets', () => {
    expect(sorted(read)).toEqual(sorted(Object.values(CONTEXT)));
  });

  it('are each set somewhere', () => {
    const all = extension.join('\n');
    for (const name of Object.keys(CONTEXT)) expect(all).toContain(`CONTEXT.${name}`);
  });
});

describe('settings', () => {
  const declared = contributes.configuration.properties;

  it('are those of the code', () => {
    expect(sorted(Object.keys(declared))).toEqual(sorted(Object.values(SETTINGS)));
  });

  it('each state a scope', () => {
    expect(Object.entries(declared).filter(([, { scope }]) => !scope)).toEqual([]);
  });

  it('that decide what runs are not taken from an untrusted workspace', () => {
    const { untrustedWorkspaces } = manifest.capabilities;
    expect(untrustedWorkspaces.supported).toBe('limited');
    expect(untrustedWorkspaces.restrictedConfigurations).toEqual([
      SETTINGS.pythonPath,
      SETTINGS.engine,
      SETTINGS.with,
    ]);
  });
});

describe('views', () => {
  it('are those of the code', () => {
    const declared = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
    expect(sorted(declared)).toEqual(sorted(Object.values(VIEWS)));
  });

  it('have a welcome for every cause of emptiness', () => {
    const of = (view: string) =>
      contributes.viewsWelcome.filter((it) => it.view === view).map(({ contents }) => contents);
    expect(of(VIEWS.flows)).toEqual(['%welcome.flows.noFolder%', '%welcome.flows.noFlow%']);
    expect(of(VIEWS.runs)).toEqual([
      '%welcome.runs.noFolder%',
      '%welcome.runs.untrusted%',
      '%welcome.runs.noPython%',
      '%welcome.runs.noRun%',
      '%welcome.runs.noFlow%',
    ]);
  });
});

describe('texts', () => {
  const nls = JSON.parse(text('package.nls.json')) as { readonly [key: string]: string };

  it('of the manifest are all there, and none too many', () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    expect(sorted(used)).toEqual(sorted(Object.keys(nls)));
  });

  it('of the code go through l10n: no message is a bare string', () => {
    const bare = /show(?:Error|Warning|Information)Message\(\s*['"`]/;
    expect(extension.filter((source) => bare.test(source))).toEqual([]);
  });
});

describe('the manifest', () => {
  it('wakes the extension for Python files and kept pages alone', () => {
    expect(manifest.activationEvents).toEqual(['onLanguage:python', `onWebviewPanel:${RUN_PAGE}`]);
  });

  it('runs where the workspace is', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
  });

  it('names pictures that exist', () => {
    const pictures = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map((it) => it.icon),
    ];
    expect(pictures.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('keeps our many small files from the watcher and the search', () => {
    for (const name of ['files.watcherExclude', 'search.exclude']) {
      expect(contributes.configurationDefaults[name]).toEqual({ '**/.metaflow/**': true });
    }
  });
});
