import type { HistoryFigures } from './turn-history.js';
import type { Agreement } from './protocols.js';

export interface Row {
  file: string;
  protocol: string;
  /** How the model came to be: which data it has seen. */
  model: string;
  unjudged?: number;
  agreement?: Agreement;
  human?: Pick<Agreement, 'pearson' | 'spearman' | 'auc'>;
  vader?: Pick<Agreement, 'pearson' | 'spearman' | 'auc'>;
  /** Of always saying the mean. */
  constant_mae?: number;
  history?: HistoryFigures;
  /** Why the scorer is not judged by this protocol. */
  not_applicable?: string;
}

const figure = (value: number): string =>
  Number.isFinite(value) ? value.toFixed(3).replace(/^(-?)0\./, '$1.') : '-';

function columns(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function tableOf(rows: readonly Row[]): string {
  const rated = rows.filter((row) => row.agreement !== undefined);
  const history = rows.filter((row) => row.history !== undefined);
  const parts: string[] = [];
  if (rated.length > 0) parts.push(columns([RATED, ...rated.flatMap(ratedLines)]));
  if (history.length > 0) parts.push(columns([HISTORY, ...history.map(historyLine)]), RHO);
  const not = rows.flatMap(({ file, protocol, model, not_applicable }) =>
    not_applicable === undefined ? [] : [[file, protocol, model, not_applicable]],
  );
  if (not.length > 0) parts.push(columns(not));
  return parts.join('\n\n');
}

const RATED = ['file', 'protocol', 'who', 'n', 'Pearson', 'Spearman', 'AUC', 'MAE'];
const HISTORY = ['file', 'protocol', 'who', 'n', 'UAR', 'kappa', 'F1p', 'true F1', 'rho', 'predicted 1..5'];
const RHO =
  'rho is printed because the paper does: a constant 3 scores .439 on SGD and .688 on MWOZ. It says nothing.';

function ratedLines({ file, protocol, model, agreement, human, vader, constant_mae }: Row): string[][] {
  if (agreement === undefined) return [];
  const line = (who: string, of: Pick<Agreement, 'pearson' | 'spearman' | 'auc'>, mae = ''): string[] => [
    file,
    protocol,
    who,
    who === model ? String(agreement.n) : '',
    figure(of.pearson),
    figure(of.spearman),
    figure(of.auc),
    mae,
  ];
  return [
    line(model, agreement, `${figure(agreement.mae)} (constant ${figure(constant_mae ?? NaN)})`),
    ...(human === undefined ? [] : [line('one human rater', human)]),
    ...(vader === undefined ? [] : [line('VADER alone', vader)]),
  ];
}

function historyLine({ file, protocol, model, history }: Row): string[] {
  if (history === undefined) return [];
  const { n, uar, kappa, f1_paper, f1, rho, predicted } = history;
  return [
    file,
    protocol,
    model,
    String(n),
    ...[uar, kappa, f1_paper, f1, rho].map(figure),
    predicted.join(' '),
  ];
}
