/** Names of Metaflow, imported as the module does it already. */
import { beforeAll, describe, expect, it } from 'vitest';
import { metaflowReference } from '../../../../runner/analysis/refactor/addImport';
import type { PythonParser } from '../../../../runner/analysis/source/parser';
import { applied } from '../../../../runner/analysis/refactor/applied';
import { pythonParser, read } from '../snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function added(text: string, name = 'retry'): string {
  const { edits, written } = metaflowReference(name, read(parser, text), text);
  return `${applied(text, edits)}@${written}`;
}

describe('a name of Metaflow', () => {
  it.each([
    ['is there', 'from metaflow import retry, step\n'],
    ['is there through a star', 'from metaflow import *\n'],
  ])('%s', (_, text) => {
    expect(added(text)).toBe(`${text}@retry`);
  });

  it('goes by the name that it was given', () => {
    expect(added('from metaflow import retry as again\n')).toBe(
      'from metaflow import retry as again\n@again',
    );
    expect(added('import metaflow as mf\n')).toBe('import metaflow as mf\n@mf.retry');
    expect(added('import metaflow\n')).toBe('import metaflow\n@metaflow.retry');
  });

  it('joins a list of names: in order when that is in order, else last', () => {
    expect(added('from metaflow import FlowSpec, step\nx = 1\n')).toBe(
      'from metaflow import FlowSpec, retry, step\nx = 1\n@retry',
    );
    expect(added('from metaflow import step, FlowSpec  # all\n')).toBe(
      'from metaflow import step, FlowSpec, retry  # all\n@retry',
    );
    expect(added('from metaflow import FlowSpec, \\\n    current\n')).toBe(
      'from metaflow import FlowSpec, \\\n    current, retry\n@retry',
    );
  });

  it('takes a line of its own in a list of such lines', () => {
    expect(added('from metaflow import (\n    FlowSpec,\n    step,\n)\n', 'timeout')).toBe(
      'from metaflow import (\n    FlowSpec,\n    step,\n    timeout,\n)\n@timeout',
    );
    expect(added('from metaflow import (\r\n\tFlowSpec,\r\n\tstep\r\n)\r\n')).toBe(
      'from metaflow import (\r\n\tFlowSpec,\r\n\tretry,\r\n\tstep\r\n)\r\n@retry',
    );
    expect(added('from metaflow import (FlowSpec,\n                      step)\n')).toBe(
      'from metaflow import (FlowSpec,\n                      retry,\n                      step)\n@retry',
    );
  });

  it('is imported below the other imports, the docstring, or the first comments', () => {
    expect(added('"""Doc."""\nfrom __future__ import annotations\nimport os\n\nx = 1\n')).toBe(
      '"""Doc."""\nfrom __future__ import annotations\nimport os\nfrom metaflow import retry\n\nx = 1\n@retry',
    );
    expect(added('"""Doc."""\nx = 1\n')).toBe(
      '"""Doc."""\nfrom metaflow import retry\nx = 1\n@retry',
    );
    expect(added('#!/usr/bin/env python\nx = 1\n')).toBe(
      '#!/usr/bin/env python\nfrom metaflow import retry\n\nx = 1\n@retry',
    );
    expect(added('import os')).toBe('import os\nfrom metaflow import retry\n@retry');
    expect(added('')).toBe('from metaflow import retry\n\n@retry');
  });

  it('does not hide another thing of that name', () => {
    expect(added('from tenacity import retry\nfrom metaflow import step\n')).toBe(
      'from tenacity import retry\nfrom metaflow import retry as metaflow_retry, step\n@metaflow_retry',
    );
    expect(added('import metaflow as mf\ndef retry():\n    pass\n')).toBe(
      'import metaflow as mf\ndef retry():\n    pass\n@mf.retry',
    );
  });

  it('does not join an import that only happens under a condition', () => {
    expect(added('import os\nif TYPE_CHECKING:\n    from metaflow import step\n')).toBe(
      'import os\nfrom metaflow import retry\nif TYPE_CHECKING:\n    from metaflow import step\n@retry',
    );
  });
});
