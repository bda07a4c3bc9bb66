/** What every part of the page gets: the data of this moment, and what it may do. */
import type { FromPage, Selection, Tab } from './contract';
import type { PageData } from './data';
import type { Requests } from './requests';

export interface Actions {
  choose(selection: Selection, tab?: Tab): void;
  send(message: FromPage): void;
  closeProblem(): void;
}

export interface Context {
  readonly data: PageData;
  /** Epoch milliseconds; the same for everything that is drawn together. */
  readonly now: number;
  readonly actions: Actions;
  readonly requests: Requests;
}
