-- A person's live sessions are found without reading those that ended or expired, which stay for a day. In place of an
-- index by account alone, not beside it: without figures on a busy account the planner would take either. Nothing here
-- looks for ended sessions by account.
create index session_live on session (account_id, expires_at) where ended_at is null;
drop index session_account;
