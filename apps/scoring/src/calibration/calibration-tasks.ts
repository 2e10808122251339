import type { MetricCalibration, RatedMetric } from '@powerpulse/contracts';
import type { RatedDay } from '../domain/calibration/calibrate.js';

export type CalibrationTasks = {
  calibrate: { task: { metric: RatedMetric; days: readonly RatedDay[] }; result: MetricCalibration };
};
