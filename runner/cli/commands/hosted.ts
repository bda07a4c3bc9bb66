/**
 * The runner's side of `python flow.py run|resume|spin|check`: Python has read the command line and started this
 * process, which has the terminal now. Says what Metaflow would say; Python exits with this process's exit code.
 */
import { attachToHost, type HostedPlace } from '../../compute/hosted';
import type { PythonHost } from '../../compute/local';
import type { FlowCommand } from '../../compute/protocol';
import { FlowdeckError } from '../../errors';
import type { RunOutcome } from '../../execute/request';
import { executeRun } from '../../execute/run';
import type { FlowDescription } from '../../flow/description';
import type { Finding } from '../../flow/findings';
import { stepOf } from '../../flow/graph';
import { checkFlow, SPUN } from '../../flow/rules/index';
import { EXIT } from '../failure';
import { MetaflowLines } from '../progress/metaflowLines';
import { catchSignals, type CaughtSignals } from '../signals';
import type { Terminal } from '../terminal';

/** @param ignored signals that Python was started to ignore */
export async function hostedCommand(
  place: HostedPlace,
  ignored: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const stopping: { lines?: MetaflowLines } = {};
  using signals = catchSignals(() => stopping.lines?.interrupted(), ignored);
  const host = await attachToHost(place, (signal) => signals.pass(signal));
  const { description, command } = host.described;
  if (!command) return EXIT.failed;
  const problem = check(description, command, terminal);
  if (problem || command.command === 'check') {
    await host[Symbol.asyncDispose]();
    if (!problem) hint(description, command, terminal);
    return problem ? EXIT.failed : EXIT.ok;
  }
  const lines = new MetaflowLines(terminal, command.command, command.resume?.cloneOnly);
  stopping.lines = lines;
  // Awaited here: the signals are ours until the run is over.
  return await carryOut(host, lines, signals, terminal);
}

async function carryOut(
  host: PythonHost,
  lines: MetaflowLines,
  signals: CaughtSignals,
  terminal: Terminal,
): Promise<number> {
  const { description, python } = host.described;
  let outcome: RunOutcome | undefined;
  let failure: unknown;
  try {
    outcome = await executeRun(
      {
        file: description.file,
        argv: [],
        python: python.executable,
        cwd: process.cwd(),
        env: process.env,
        host: Promise.resolve(host),
      },
      lines,
      signals,
    );
    if (outcome.error) failure = new FlowdeckError(outcome.error);
  } catch (error) {
    failure = error;
  }
  const interrupted = signals.received !== undefined;
  const succeeded = outcome?.state === 'succeeded' && failure === undefined;
  await lines.finish(outcome, succeeded ? 'done' : interrupted ? 'interrupted' : 'failed');
  if (succeeded) return EXIT.ok;
  if (interrupted) return interruptedCode(signals, terminal);
  if (failure === undefined && lines.failed) {
    const { step, task, why } = lines.failed;
    const more = why === undefined ? '.' : `: ${why}`;
    block(terminal, 'Step failure:', `Step ${step} (task-id ${task}) failed${more}`);
  } else if (failure !== undefined) {
    block(terminal, 'Flow failed:', wordsOf(failure));
  }
  return EXIT.failed;
}

/** As Metaflow after Ctrl-C; other signals as a shell would say it. */
function interruptedCode({ received }: CaughtSignals, terminal: Terminal): number {
  if (received === 'SIGINT') terminal.err('\nAborted!\n');
  return received === 'SIGTERM' ? 143 : received === 'SIGHUP' ? 129 : EXIT.failed;
}

/** The first thing that is wrong with the graph ends the command. */
function check(
  description: FlowDescription,
  { quiet, spin }: FlowCommand,
  terminal: Terminal,
): Finding | undefined {
  if (!quiet) terminal.err(`${terminal.errStyle('magenta', 'Validating your flow...')}\n`);
  const findings = checkFlow(description, spin && SPUN);
  const problem = findings.find(({ severity }) => severity === 'error');
  if (problem) {
    const more = findings.filter(({ severity }) => severity === 'error').length - 1;
    const rest = more > 0 ? `\n(and ${more} more: flowdeck check lists them)` : '';
    const remedy = problem.remedy === undefined ? '' : ` ${problem.remedy}`;
    block(terminal, placeOf(problem, description), `${problem.message}.${remedy}${rest}`);
  } else if (!quiet) {
    terminal.err(`    ${terminal.errStyle(['green', 'bold'], 'The graph looks good!')}\n`);
  }
  return problem;
}

function placeOf(problem: Finding, description: FlowDescription): string {
  const step = problem.step === undefined ? undefined : stepOf(description, problem.step);
  const place = step ? ` in file ${step.sourceFile} on line ${step.line}` : '';
  return `Validity checker found an issue${place}:`;
}

function hint({ file }: FlowDescription, { quiet }: FlowCommand, terminal: Terminal): void {
  if (quiet) return;
  const say = (words: string): string => terminal.errStyle('magenta', `'${file} ${words}'`);
  terminal.err(
    `\n${say('show')} shows a description of this flow.\n${say('run')} runs the flow locally.\n` +
      `${say('help')} shows all available commands and options.\n\n`,
  );
}

function block(terminal: Terminal, headline: string, text: string): void {
  const indented = text.replace(/^/gm, '    ');
  terminal.err(`    ${terminal.errStyle('bold', headline)}\n${indented}\n\n`);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof FlowdeckError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return error.remedy === undefined ? error.message : `${error.message}. ${error.remedy}`;
}
