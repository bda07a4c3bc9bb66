import type { ArtifactWrite } from '../artifacts/model';
import type { TextRule } from './rule';

/** What is still the value of an artifact when its step ends has to be stored, and these cannot be. */
export const unpicklableArtifact: TextRule = ({ artifacts }) =>
  [...artifacts.steps].flatMap(([step, { leaving, open }]) =>
    open
      ? []
      : [...leaving].flatMap(([name, { presence, writes }]) => {
          const isCertain = presence === 'surely' && writes.every((each) => kindOf(each));
          return writes.flatMap((write) => {
            const kind = kindOf(write);
            if (kind === undefined || write.step !== step) return [];
            return [
              {
                code: 'unpicklable-artifact',
                severity: isCertain ? ('error' as const) : ('warning' as const),
                message: `Step ${step} leaves ${kind} in ${name}, which cannot be stored`,
                remedy:
                  write.value.kind === 'generator'
                    ? `Write list(…), or keep it in a local variable.`
                    : 'Keep it in a local variable.',
                step,
                file: write.file,
                range: write.range,
              },
            ];
          });
        }),
  );

/** By the names that their modules give them; all of these refuse to be pickled. */
const UNPICKLABLE: { readonly [callee: string]: string } = {
  open: 'an open file',
  'io.open': 'an open file',
  'tempfile.TemporaryFile': 'an open file',
  'tempfile.NamedTemporaryFile': 'an open file',
  'threading.Lock': 'a lock',
  'threading.RLock': 'a lock',
  'threading.Condition': 'a lock',
  'threading.Semaphore': 'a lock',
  'threading.BoundedSemaphore': 'a lock',
  'threading.Event': 'an event of threads',
  'threading.Thread': 'a thread',
  'multiprocessing.Pool': 'a pool of processes',
  'concurrent.futures.ThreadPoolExecutor': 'a pool of threads',
  'concurrent.futures.ProcessPoolExecutor': 'a pool of processes',
  'queue.Queue': 'a queue of threads',
  'sqlite3.connect': 'a connection to a database',
  'socket.socket': 'a socket',
  'subprocess.Popen': 'a process',
};

function kindOf({ value, callee }: ArtifactWrite): string | undefined {
  // map, filter and zip are stored; what goes through them once is then gone.
  if (value.kind === 'generator') return value.callee === undefined ? 'a generator' : undefined;
  return callee !== undefined && Object.hasOwn(UNPICKLABLE, callee)
    ? UNPICKLABLE[callee]
    : undefined;
}
