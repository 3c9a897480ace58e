alter table account
    add last_seen_at timestamptz,
    add password_changed_at timestamptz not null default now();

create index account_newest on account (site, created_at desc, id desc);

alter table session
    add site         text,
    -- The end that no use puts off; expires_at is the nearer of this and what idle allows.
    add absolute_at  timestamptz,
    -- How long it may lie unused, or null.
    add idle         interval,
    -- When the refreshes of late took place, the newest last: for as long as a client may repeat one.
    add rotations    timestamptz[] not null default '{}',
    -- The newest access token's jti. It names a token and is none.
    add token_id     text,
    add last_seen_at timestamptz not null default now(),
    -- Why it ended, once it has.
    add end_reason   text,
    -- What the client keeps with it, such as a locale.
    add data         jsonb not null default '{}';

update session s
   set site = a.site, absolute_at = s.expires_at
  from account a
 where a.id = s.account_id;

alter table session
    alter site set not null,
    alter absolute_at set not null;

create index session_seen on session (site, last_seen_at desc) where ended_at is null;
create index session_token on session (token_id);

-- A raised epoch withdraws all tokens of an account that were made under a lower one. A lifted entry takes back the
-- withdrawal of a token.
alter table revocation
    add epoch  bigint,
    add lifted boolean not null default false;

create index revocation_over on revocation (forget_at);

-- Single tokens that do not count although nothing else is wrong with them.
create table blacklist (
    site       text        not null,
    token_id   text        not null,
    account_id uuid,
    session_id uuid,
    reason     text        not null,
    added_by   uuid,
    added_at   timestamptz not null default now(),
    forget_at  timestamptz not null,
    primary key (site, token_id)
);

create index blacklist_over on blacklist (forget_at);
create index blacklist_session on blacklist (session_id);

-- Who did what to whom, written in the transaction that does it. Refers to nothing, for it outlives what it tells of.
create table audit (
    seq        bigint      generated always as identity primary key,
    site       text        not null,
    at         timestamptz not null default now(),
    action     text        not null,
    actor      uuid,
    address    text,
    account_id uuid,
    session_id uuid,
    detail     jsonb
);

create index audit_newest on audit (site, seq desc);
create index audit_account on audit (account_id, seq desc);
create index audit_over on audit (at);

-- Registrations and forgotten passwords, from the request to the click in the mail. Whether there is an account is
-- looked at after the request has been answered, so that the answer cannot tell.
create table confirmation (
    id            uuid        primary key,
    site          text        not null,
    purpose       text        not null,
    email         text        not null,
    -- Of a registration: what the account will be made of.
    name          text,
    password_hash text,
    -- Of a forgotten password: whose.
    account_id    uuid references account on delete cascade,
    requested_at  timestamptz not null default now(),
    -- SHA-256 of the mailed token, once there is one.
    token_hash    text        unique,
    expires_at    timestamptz
);

create index confirmation_waiting on confirmation (requested_at) where token_hash is null;
create index confirmation_email on confirmation (site, email);
create index confirmation_over on confirmation (coalesce(expires_at, requested_at));
