#!/usr/bin/env node
/** The `flowdeck` command. What a subcommand needs is loaded when it is called: `run` must start quickly. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { HostedPlace } from '../compute/hosted';
import type { CancelOptions } from './commands/cancel';
import type { CheckOptions } from './commands/check';
import type { ConvertOptions } from './commands/convert';
import type { DoctorOptions } from './commands/doctor';
import type { DumpOptions } from './commands/dump';
import type { EnvOptions } from './commands/env';
import type { LintOptions } from './commands/lint';
import type { LogsOptions } from './commands/logs';
import type { RunOptions } from './commands/run';
import type { RunsOptions } from './commands/runs';
import type { ShowOptions } from './commands/show';
import { EXIT, exitCodeOf, printFailure } from './failure';
import { processTerminal } from './terminal';

declare const FLOWDECK_VERSION: string;

const program = new Command('flowdeck')
  .description('Runs Metaflow flows and shows what they made.')
  .version(FLOWDECK_VERSION, '-V, --version')
  .enablePositionalOptions()
  .showHelpAfterError('Add --help to see how it is used.')
  .addHelpText(
    'after',
    '\nStart with “flowdeck run FILE”, then look at the run with “flowdeck dump Flow” and “flowdeck logs Flow”.',
  );

const run = program
  .command('run')
  .summary('run a flow on this machine')
  .description(
    'Runs a flow on this machine. Options of Flowdeck stand before FILE, parameters of the flow behind it.',
  )
  .usage('[options] FILE [--parameter value …]')
  .argument('<file>', 'the Python file with the flow')
  .argument('[parameters...]', "the flow's parameters as --name value")
  .option('--flow <name>', 'the flow class, when the file has several')
  .option('--max-workers <n>', 'most tasks at once (default: 16)', count)
  .option('--max-num-splits <n>', 'most items of one foreach (default: 100)', count)
  .option('--tag <tag>', 'a tag for the run; may be given several times', collect)
  .addHelpText(
    'after',
    '\nExample:\n  $ flowdeck run --max-workers 4 train.py --learning-rate 0.1',
  );
runsFlow('run', run, 'show what the tasks print');

const resume = program
  .command('resume')
  .summary('go on where an earlier run failed')
  .description(
    'Starts a new run that takes over what an earlier one had finished, and runs the rest. Options of the flow stand behind FILE: [STEP] --origin-run-id RUN, --tag …',
  )
  .usage('[options] FILE [STEP] [--origin-run-id RUN …]')
  .argument('<file>', 'the Python file with the flow')
  .argument('[words...]', "the step to start from, and options of the flow's own resume")
  .option('--flow <name>', 'the flow class, when the file has several');
runsFlow('resume', resume, 'show what the tasks print');

const spin = program
  .command('spin')
  .summary('run one step again')
  .description(
    'Runs one step with the inputs of a past task; its result is kept apart from runs. Options of the flow stand behind FILE.',
  )
  .usage('[options] FILE STEP|RUN/STEP/TASK [--artifacts-module FILE …]')
  .argument('<file>', 'the Python file with the flow')
  .argument('[words...]', 'the step or a past task, and options')
  .option('--flow <name>', 'the flow class, when the file has several');
runsFlow('spin', spin, 'show what the task prints');

program
  .command('show')
  .summary("show a flow's graph")
  .description("Shows a flow's graph as its code describes it.")
  .argument('<file>', 'the Python file with the flow')
  .option('--flow <name>', 'the flow class, when the file has several')
  .option('--python <path>', 'the Python to use')
  .option('--json', 'the description of the flow as JSON')
  .addOption(debugOption())
  .action(async (file: string, options: ShowOptions) => {
    const { showCommand } = await import('./commands/show');
    done(await showCommand(file, options, processTerminal()));
  });

program
  .command('check')
  .summary('look for mistakes in a flow')
  .description('Lets Python load the flow and checks its graph, without running a step.')
  .argument('<file>', 'the Python file with the flow')
  .option('--flow <name>', 'the flow class, when the file has several')
  .option('--python <path>', 'the Python to use')
  .option('--json', 'what was found as JSON')
  .addOption(debugOption())
  .action(async (file: string, options: CheckOptions) => {
    const { checkCommand } = await import('./commands/check');
    done(await checkCommand(file, options, processTerminal()));
  });

program
  .command('lint')
  .summary('look for mistakes in all flows, without Python')
  .description(
    'Says about flows what the editor says, from their text alone. Exit code 1 when there are errors.',
  )
  .argument('[paths...]', 'Python files, or folders with some (default: the current one)')
  .option('--fix', 'carry out the fixes that are safe')
  .option(
    '--severity <code=level>',
    'error, warning, hint or off for a rule; several times',
    collect,
  )
  .option('--strict', 'exit code 1 for warnings, too')
  .option('--json', 'the findings as JSON')
  .addOption(new Option('--sarif', 'the findings as SARIF 2.1.0').conflicts('json'))
  .addOption(
    new Option('--github', 'the findings as remarks of GitHub Actions').conflicts([
      'json',
      'sarif',
    ]),
  )
  .addOption(debugOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ flowdeck lint --fix\n  $ flowdeck lint flows train.py --severity foreach-value=error',
  )
  .action(async (paths: readonly string[], options: LintOptions) => {
    const { lintCommand } = await import('./commands/lint');
    done(await lintCommand(paths, options, processTerminal()));
  });

program
  .command('convert')
  .summary('make a flow of a notebook or a script')
  .description(
    'Writes the cells of a notebook, or of a script with “# %%” lines, as the steps of a flow. The file stays as it is.',
  )
  .argument('<file>', 'an .ipynb or .py file')
  .option('-o, --output <file>', 'where to write the flow (default: standard output)')
  .addOption(debugOption())
  .action(async (file: string, options: ConvertOptions) => {
    const { convertCommand } = await import('./commands/convert');
    done(await convertCommand(file, options, processTerminal()));
  });

program
  .command('runs')
  .summary('list runs, newest first')
  .description('Lists the runs of the nearest datastore, newest first.')
  .argument('[flow]', 'only runs of this flow: a class name, or the Python file')
  .option('-n, --limit <n>', 'how many', count, 20)
  .option('--json', 'the list as JSON')
  .addOption(debugOption())
  .action(async (flow: string | undefined, options: RunsOptions) => {
    const { runsCommand } = await import('./commands/runs');
    done(await runsCommand(flow, options, processTerminal()));
  });

program
  .command('logs')
  .summary('show what tasks printed')
  .description('Shows what a run, a step or a task printed.')
  .argument(
    '<pathspec>',
    'Flow, Flow/run, Flow/run/step or Flow/run/step/task; run may be “latest”',
  )
  .option('--stdout', 'only standard output')
  .option('--stderr', 'only standard error')
  .option('--attempt <n>', 'this attempt instead of the newest', wholeNumber)
  .option('--tail <n>', 'only the last lines of each task', count)
  .option('-f, --follow', 'go on until the run has ended')
  .option('--json', 'one JSON object a line')
  .addOption(debugOption())
  .action(async (pathspec: string, options: LogsOptions) => {
    const { logsCommand } = await import('./commands/logs');
    done(await logsCommand(pathspec, options, processTerminal()));
  });

program
  .command('dump')
  .summary('show artifacts')
  .description('Shows artifacts, read without executing anything that they hold.')
  .argument('<pathspec>', 'Flow, Flow/run (its end), …/step, …/task or …/task/artifact')
  .option('--private', 'also the artifacts whose names start with _')
  .option('--json', 'the values as JSON')
  .addOption(debugOption())
  .action(async (pathspec: string, options: DumpOptions) => {
    const { dumpCommand } = await import('./commands/dump');
    done(await dumpCommand(pathspec, options, processTerminal()));
  });

program
  .command('cancel')
  .summary('stop a run')
  .description('Asks a run to stop: running tasks are told, then stopped.')
  .argument('<run>', 'Flow/run, or the run id alone')
  .option('--now', 'stop at once')
  .option('--json', 'the run that was asked as JSON')
  .addOption(debugOption())
  .action(async (run: string, options: CancelOptions) => {
    const { cancelCommand } = await import('./commands/cancel');
    done(await cancelCommand(run, options, processTerminal()));
  });

program
  .command('doctor')
  .summary('check that everything a run needs is there')
  .description(
    'Looks for Python, the runtime and a place for runs, and says how to fix what is missing.',
  )
  .option('--python <path>', 'the Python to use')
  .option('--json', 'the report as JSON')
  .addOption(debugOption())
  .action(async (options: DoctorOptions) => {
    const { doctorCommand } = await import('./commands/doctor');
    done(await doctorCommand(options, processTerminal()));
  });

program
  .command('env')
  .summary('let python flow.py find the runtime')
  .description(
    'Prints what puts the bundled runtime on the path of Python in a shell: eval "$(flowdeck env)". Or puts it there for good, in one environment.',
  )
  .addOption(
    new Option('--shell <name>', 'the shell to write for').choices([
      ...['bash', 'zsh', 'sh', 'fish', 'powershell', 'pwsh', 'cmd'],
    ]),
  )
  .option('--install', 'put the runtime on the path of an environment')
  .addOption(new Option('--uninstall', 'take it off again').conflicts('install'))
  .option('--python <path>', 'the Python of that environment')
  .addOption(debugOption())
  .action(async (options: EnvOptions) => {
    const { envCommand } = await import('./commands/env');
    done(await envCommand(options, processTerminal()));
  });

program
  .command('hosted', { hidden: true })
  .argument('<place...>')
  .option('--ignore <signal>', 'a signal that must not end the run', collect)
  .action(async (words: readonly string[], { ignore = [] }: { ignore?: readonly string[] }) => {
    const { hostedCommand } = await import('./commands/hosted');
    done(await hostedCommand(hostedPlace(words), ignore, processTerminal()));
  });

program.command('service', { hidden: true }).action(async () => {
  const { serveOnStdio } = await import('../service/server');
  await serveOnStdio();
});

/** Commands whose work does not end when nobody reads about it any more. */
const GOING_ON: ReadonlySet<string> = new Set(['run', 'resume', 'spin', 'hosted']);

/** Standard output or standard error was a terminal that has been closed. */
let terminalIsGone = false;

await main();

async function main(): Promise<void> {
  const { argv } = process;
  outliveReaders();
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      done(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
      return;
    }
    printFailure(error, processTerminal(), argv.includes('--debug'));
    done(exitCodeOf(error));
  }
}

/** Ends the process once everything is written (a pipe may take a while on Windows). */
function done(code: number): void {
  process.exitCode = code;
  if (terminalIsGone) {
    endByHangup(code);
    return;
  }
  process.stdout.write('', () => {
    process.stderr.write('', () => process.exit(code));
  });
}

/**
 * `flowdeck runs | head` must not end in a stack trace; a run goes on, or is stopped in order, even when nobody reads
 * its progress: the pipe's other end may be gone (EPIPE), or the terminal (EIO).
 */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      if (error.code === 'EIO') terminalIsGone = true;
      if (!process.argv.slice(2).some((word) => GOING_ON.has(word))) done(EXIT.ok);
    });
  }
}

/** Node's own exit resets the terminal, and aborts with a core dump when there is none any more. */
function endByHangup(code: number): void {
  if (process.platform === 'win32') process.exit(code);
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

/** Two descriptors, or `port` with its number and a token. */
function hostedPlace([first = '', second = '', token = '']: readonly string[]): HostedPlace {
  return first === 'port'
    ? { port: wholeNumber(second), token }
    : { read: wholeNumber(first), write: wholeNumber(second) };
}

/** What `run`, `resume` and `spin` have in common; words behind FILE are left to the flow's own command line. */
function runsFlow(name: 'run' | 'resume' | 'spin', command: Command, logs: string): void {
  command
    .option('--python <path>', 'the Python to use')
    .option('--logs', logs)
    .option('--json', 'one JSON event a line instead of progress')
    .addOption(new Option('--announce', 'tell the parent process where the run is').hideHelp())
    .addOption(debugOption())
    .passThroughOptions()
    .action(async (file: string, argv: string[], options: RunOptions) => {
      const { runCommand } = await import('./commands/run');
      done(await runCommand(name, file, argv, options, processTerminal()));
    });
}

function debugOption(): Option {
  return new Option('--debug', 'show stack traces of errors');
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function count(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError('It must be 1 or more.');
  return number;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
