/** What common functions of Python and of the libraries of data science give. */
import type { ModuleModel } from '../model';

const table = (type: string, from: string, names: string): [string, string][] =>
  names.split(' ').map((name) => [from === '' ? name : `${from}.${name}`, type]);

const TYPES: ReadonlyMap<string, string> = new Map([
  ...table('int', '', 'len int hash id ord round'),
  ...table('float', '', 'float'),
  ...table('str', '', 'str repr format input chr hex bin oct ascii'),
  ...table('bool', '', 'bool all any isinstance issubclass callable hasattr'),
  ...table('bytes', '', 'bytes'),
  ...table('bytearray', '', 'bytearray'),
  ...table('list', '', 'list sorted dir'),
  ...table('dict', '', 'dict vars globals locals'),
  ...table('tuple', '', 'tuple divmod'),
  ...table('range', '', 'range'),
  ...table('complex', '', 'complex'),
  ...table('file', '', 'open io.open'),
  ...table('file', 'gzip', 'open'),
  ...table(
    'DataFrame',
    'pandas',
    'read_csv read_parquet read_json read_sql read_sql_query read_excel read_table read_feather read_pickle concat merge DataFrame crosstab pivot_table get_dummies melt',
  ),
  ...table('Series', 'pandas', 'Series'),
  ...table('DatetimeIndex', 'pandas', 'date_range'),
  ...table('DataFrame', 'polars', 'read_csv read_parquet read_json DataFrame'),
  ...table('LazyFrame', 'polars', 'scan_csv scan_parquet'),
  ...table(
    'ndarray',
    'numpy',
    'array zeros ones empty full arange linspace eye identity zeros_like ones_like concatenate stack vstack hstack loadtxt genfromtxt asarray',
  ),
  ...table('ndarray', 'numpy.random', 'rand randn'),
  ...table('Generator', 'numpy.random', 'default_rng'),
  ...table(
    'Tensor',
    'torch',
    'tensor zeros ones rand randn arange from_numpy zeros_like ones_like cat stack',
  ),
  ...table('float', 'time', 'time perf_counter monotonic'),
  ...table(
    'datetime',
    'datetime.datetime',
    'now utcnow today fromisoformat strptime fromtimestamp',
  ),
  ...table('date', 'datetime.date', 'today fromisoformat'),
  ...table('str', 'os', 'getcwd'),
  ...table('list', 'os', 'listdir'),
  ...table('str', 'os.path', 'join basename dirname abspath realpath expanduser'),
  ...table('bool', 'os.path', 'exists isfile isdir'),
  ...table('str', 'json', 'dumps'),
  ...table('bytes', 'pickle', 'dumps'),
  ...table('list', 'glob', 'glob'),
  ...table('float', 'random', 'random uniform gauss'),
  ...table('int', 'random', 'randint randrange'),
  ...table('list', 'random', 'sample choices'),
  ...table('dict', 'copy', ''),
  ...table('Pattern', 're', 'compile'),
  ...table('list', 're', 'findall split'),
  ...table('str', 're', 'sub escape'),
  ...table('defaultdict', 'collections', 'defaultdict'),
]);

/** @param callee by the name that its module gives it */
export function typeOfCall(callee: string, module: ModuleModel): string | undefined {
  const first = callee.split('.', 1)[0] ?? '';
  // A function of the module's own hides a built-in one.
  if (module.functions.has(first)) return undefined;
  return TYPES.get(callee) ?? constructed(callee);
}

/** By Python's habit what begins with a capital is a class, and what is all capitals a constant. */
function constructed(callee: string): string | undefined {
  const last = callee.split('.').at(-1) ?? '';
  return /^[A-Z]\w*[a-z]\w*$/.test(last) ? last : undefined;
}
