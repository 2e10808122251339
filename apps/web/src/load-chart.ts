/** Charts are the largest part of the program and come in one of their own. */
export const loadChart = () => import('./chart');
