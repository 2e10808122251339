-- After a restore, or when the broker was lost: every event from the given instant on goes out once more. Services publish
-- them by themselves, and consumers know what they have seen.
--   psql DATABASE -v from="'2026-11-20'" -f tools/deployment/republish.sql
insert into gateway.outbox_unpublished (event_id, occurred_at, retry_at)
  select event_id, occurred_at, now() from gateway.outbox where occurred_at >= :from on conflict do nothing;
insert into ingestion.outbox_unpublished (event_id, occurred_at, retry_at)
  select event_id, occurred_at, now() from ingestion.outbox where occurred_at >= :from on conflict do nothing;
insert into day_splitting.outbox_unpublished (event_id, occurred_at, retry_at)
  select event_id, occurred_at, now() from day_splitting.outbox where occurred_at >= :from on conflict do nothing;
insert into scoring.outbox_unpublished (event_id, occurred_at, retry_at)
  select event_id, occurred_at, now() from scoring.outbox where occurred_at >= :from on conflict do nothing;
insert into analytics.outbox_unpublished (event_id, occurred_at, retry_at)
  select event_id, occurred_at, now() from analytics.outbox where occurred_at >= :from on conflict do nothing;
