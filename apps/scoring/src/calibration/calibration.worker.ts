import { calibrate } from '../domain/calibration/calibrate.js';
import { serveTasks } from '../threads/serve-tasks.js';
import type { CalibrationTasks } from './calibration-tasks.js';

serveTasks<CalibrationTasks>({ calibrate: ({ metric, days }) => calibrate(metric, days) });
