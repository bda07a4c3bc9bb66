/**
 * Our own messages on the LSP connection, typed by protocol.ts. By method name: the server's library brings a jsonrpc of
 * its own, whose message classes are not those of the client's.
 */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { NotificationType, RequestType } from 'vscode-jsonrpc';

export function onRequest<Params, Result>(
  connection: Connection,
  type: RequestType<Params, Result, void>,
  answer: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): void {
  connection.onRequest(type.method, async (params: Params, token: CancellationToken) =>
    answer(params, token),
  );
}

export function onNotification<Params>(
  connection: Connection,
  type: NotificationType<Params>,
  take: (params: Params) => void,
): void {
  connection.onNotification(type.method, take);
}

export function notify<Params>(
  connection: Connection,
  type: NotificationType<Params>,
  params: Params,
): void {
  connection.sendNotification(type.method, params).catch((error: unknown) => {
    connection.console.warn(`${type.method} was not sent: ${String(error)}`);
  });
}
