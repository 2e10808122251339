/** Charts are the largest part of the program and come in one of their own. */
export const loadChart = () => import('./chart');

/** An axis from 0 to 100 with lines that are seen on white and on black. */
export const INDEX_AXIS = {
  type: 'value',
  min: 0,
  max: 100,
  splitLine: { lineStyle: { color: 'rgba(128, 128, 128, 0.3)' } },
};
