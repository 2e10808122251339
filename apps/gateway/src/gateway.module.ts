import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { MessagingModule } from '@powerpulse/messaging';
import { DatabaseModule } from '@powerpulse/runtime';
import { AccessGuard } from './access/access.guard.js';
import { AuditController } from './access/audit/audit.controller.js';
import { AuditInterceptor } from './access/audit/audit.interceptor.js';
import { AuditLog } from './access/audit/audit-log.js';
import { RateLimits } from './access/limits/rate-limits.js';
import { TokenVerifier } from './access/tokens/token-verifier.js';
import { Authentication } from './access/authentication.js';
import { DemandingRoutes } from './access/demanding-routes.js';
import { KeyStore } from './access/keys/key-store.js';
import { KeysController } from './access/keys/keys.controller.js';
import { MemberStore } from './access/members/member-store.js';
import { MembersController } from './access/members/members.controller.js';
import { AuthController } from './access/sessions/auth.controller.js';
import { LocalAccounts } from './access/sessions/login.js';
import { SessionStore } from './access/sessions/session-store.js';
import { OrganizationStore } from './access/organizations/organization-store.js';
import { OrganizationsController } from './access/organizations/organizations.controller.js';
import { OwnOrganizationController } from './access/organizations/own-organization.controller.js';
import { OwnerKey } from './access/owner-key.js';
import { CalibrationBadges } from './calibration/calibration-badges.js';
import { CalibrationController } from './calibration/calibration.controller.js';
import { GATEWAY_CONFIG, type GatewayConfig } from './config.js';
import { ConversationController } from './conversations/conversation.controller.js';
import { ConversationQueries } from './conversations/conversation.queries.js';
import { ConversationsController } from './conversations/conversations.controller.js';
import { EvidenceReader } from './conversations/evidence.js';
import { LowestDaysController } from './conversations/lowest-days.controller.js';
import { databaseOf } from './database.js';
import { DocumentsController } from './documents/documents.controller.js';
import { DownloadController } from './download/download.controller.js';
import { ExportPages } from './download/export-pages.js';
import { Paging } from './http/paging.js';
import { UnknownQueryGuard } from './http/unknown-query.guard.js';
import { BackfillsController } from './judging/backfills.controller.js';
import { JobsController } from './judging/jobs.controller.js';
import { RubricsController } from './judging/rubrics.controller.js';
import { UsageController } from './judging/usage.controller.js';
import { LiveController } from './live/live.controller.js';
import { LiveFeed } from './live/live-feed.js';
import { ChangesReader } from './live/read-changes.js';
import { ChartsController } from './metrics/charts.controller.js';
import { DailyRows } from './metrics/daily-rows.js';
import { ExplainController } from './metrics/explain.controller.js';
import { MetricGroups } from './metrics/metric-groups.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { CancelUploadHandler } from './progress/cancel-upload.command.js';
import { PipelineController } from './progress/pipeline.controller.js';
import { ProgressController } from './progress/progress.controller.js';
import { ProgressEventsController } from './progress/progress-events.controller.js';
import { ProgressFeed } from './progress/progress-feed.js';
import { ProgressQueries } from './progress/progress.queries.js';
import { ProgressWatcher } from './progress/progress-watcher.js';
import { RefreshProgress } from './progress/refresh-progress.js';
import { RejectsController } from './progress/rejects.controller.js';
import { RejectsReport } from './progress/rejects-report.js';
import { ReplaysController } from './replays/replays.controller.js';
import { AutoResponseController } from './settings/auto-response.controller.js';
import { ChangeSettingsHandler } from './settings/change-settings.command.js';
import { SaveWeightProfileHandler } from './settings/save-weight-profile.command.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsQueries } from './settings/settings-store.js';
import { TimeZoneController } from './settings/time-zone.controller.js';
import { WeightProfilesController } from './settings/weight-profiles.controller.js';
import { DeadLettersController } from './trouble/dead-letters.controller.js';
import { ServiceHealthController } from './trouble/service-health.controller.js';
import { TroubleQueries } from './trouble/trouble.queries.js';
import { AcceptUpload } from './uploads/accept-upload.js';
import { ReceiveUploadHandler } from './uploads/receive-upload.command.js';
import { Reception } from './uploads/reception.js';
import { SubmitConversationsHandler } from './uploads/submit-conversations.command.js';
import { SubmitConversationsController } from './uploads/submit-conversations.controller.js';
import { UploadChunksController } from './uploads/upload-chunks.controller.js';
import { UploadSlots } from './uploads/upload-slots.js';
import { UploadTurns } from './uploads/upload-turns.js';
import { UploadStore } from './uploads/upload-store.js';
import { UploadSweeper } from './uploads/upload-sweeper.js';
import { IncomingController } from './uploads/incoming.controller.js';
import { PreviewController } from './uploads/preview.controller.js';
import { WhatIfController } from './what-if/what-if.controller.js';
import { UploadController } from './uploads/upload.controller.js';

const controllers = [
  UploadController,
  PreviewController,
  IncomingController,
  SubmitConversationsController,
  UploadChunksController,
  ProgressController,
  PipelineController,
  ServiceHealthController,
  ProgressEventsController,
  LiveController,
  RejectsController,
  LowestDaysController,
  MetricsController,
  ExplainController,
  ChartsController,
  ConversationsController,
  ConversationController,
  DownloadController,
  SettingsController,
  TimeZoneController,
  WeightProfilesController,
  AutoResponseController,
  JobsController,
  UsageController,
  RubricsController,
  BackfillsController,
  AuthController,
  KeysController,
  DeadLettersController,
  CalibrationController,
  MembersController,
  OrganizationsController,
  OwnOrganizationController,
  ReplaysController,
  AuditController,
  WhatIfController,
  DocumentsController,
];

const providers: Provider[] = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: UnknownQueryGuard },
  { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
  Authentication,
  AuditLog,
  RateLimits,
  TokenVerifier,
  DemandingRoutes,
  KeyStore,
  SessionStore,
  LocalAccounts,
  MemberStore,
  OrganizationStore,
  OwnerKey,
  Paging,
  UploadStore,
  UploadSlots,
  UploadTurns,
  UploadSweeper,
  AcceptUpload,
  Reception,
  ReceiveUploadHandler,
  SubmitConversationsHandler,
  RefreshProgress,
  ProgressQueries,
  ProgressWatcher,
  ProgressFeed,
  ChangesReader,
  LiveFeed,
  CancelUploadHandler,
  RejectsReport,
  SettingsQueries,
  ChangeSettingsHandler,
  SaveWeightProfileHandler,
  DailyRows,
  CalibrationBadges,
  MetricGroups,
  ConversationQueries,
  EvidenceReader,
  ExportPages,
  TroubleQueries,
];

@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        DiscoveryModule,
        DatabaseModule.forRoot(databaseOf(config)),
        MessagingModule.forRoot({
          service: 'gateway',
          natsUrl: config.NATS_URL,
          natsKeyFile: config.NATS_NKEY_FILE,
          natsCaFile: config.NATS_CA_FILE,
          keepsStream: true,
          // Uploads are accepted without NATS; what needs it answers 503.
          readyNeedsNats: false,
          eventsMaxBytes: config.EVENTS_MAX_BYTES,
          eventsReplicas: config.EVENTS_REPLICAS,
        }),
      ],
      controllers,
      providers: [{ provide: GATEWAY_CONFIG, useValue: config }, ...providers],
    };
  }
}
