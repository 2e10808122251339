import { hash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { MetricCalibration, RatedMetric } from '@powerpulse/contracts';
import type { RatedDay } from '../domain/calibration/calibrate.js';
import { TaskThread } from '../threads/task-thread.js';
import type { CalibrationTasks } from './calibration-tasks.js';

/** Calibrations that are kept: a dashboard asks for the same again and again. */
const KEPT = 200;

/** Intervals take thousands of samples: in a thread, and once for the same ratings and scores. */
@Injectable()
export class Calibrator implements OnApplicationShutdown {
  private readonly thread = new TaskThread<CalibrationTasks>(
    'calibration',
    './calibration.worker',
    import.meta.url,
  );
  private readonly known = new Map<string, Promise<MetricCalibration>>();

  calibrate(metric: RatedMetric, days: readonly RatedDay[]): Promise<MetricCalibration> {
    const key = hash('sha256', JSON.stringify([metric, days]), 'hex');
    const found = this.known.get(key) ?? this.thread.run('calibrate', { metric, days });
    // The ones asked for last are at the end.
    this.known.delete(key);
    this.known.set(key, found);
    found.catch(() => this.known.delete(key));
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
    return found;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread.close();
  }
}
