/**
 * The connection as features see it. What goes wrong in one answer is told in the log, and nothing else ends with it;
 * questions about cells arrive as questions about their notebook.
 */
import { ResponseError, type Connection } from 'vscode-languageserver';
import type { Notebooks } from './notebooks/notebooks';
import { askedCell, toCells, toNotebook } from './notebooks/translate';

type Answer = (params: unknown, ...rest: readonly unknown[]) => unknown;

/** Asked of files alone: cells are run by Jupyter, not by us. */
const NOT_FOR_CELLS = new Set(['onCodeLens']);

export function answering(connection: Connection, notebooks: Notebooks): Connection {
  const report = (error: unknown): null => {
    connection.console.error(stackOf(error));
    return null;
  };
  const wrapped =
    (answer: Answer, forCells: boolean): Answer =>
    async (params, ...rest) => {
      try {
        const cell = askedCell(params, notebooks);
        if (cell && !forCells) return null;
        const question = cell ? toNotebook(params, cell) : params;
        return toCells(await answer(question, ...rest), cell, notebooks);
      } catch (error) {
        // A feature's own refusal, for the person to read.
        if (error instanceof ResponseError) throw error;
        return report(error);
      }
    };
  return listening(connection, wrapped);
}

/** The same object, with every handler that is registered on it, or on a part of it, wrapped. */
function listening<T extends object>(
  target: T,
  wrapped: (answer: Answer, forCells: boolean) => Answer,
): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member === 'function') {
        return (...given: unknown[]): unknown => {
          const forCells = !NOT_FOR_CELLS.has(String(name));
          const registers = /^on($|[A-Z])/.test(String(name));
          const all = given.map((each) =>
            registers && typeof each === 'function' ? wrapped(each as Answer, forCells) : each,
          );
          return Reflect.apply(member, object, all);
        };
      }
      return typeof member === 'object' && member !== null ? listening(member, wrapped) : member;
    },
  });
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
