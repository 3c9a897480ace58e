-- People, their sessions, and what has been withdrawn. The truth: Redis only repeats it.

create table account (
    id            uuid        primary key,
    site          text        not null,
    email         text        not null,
    name          text        not null,
    password_hash text        not null,
    roles         text[]      not null,
    -- Raised by signing out everywhere; tokens made before carry a lower one.
    epoch         bigint      not null default 0,
    -- Raised by every change to the account's sessions, so that Redis can tell a late write from a fresh one.
    state_version bigint      not null default 1,
    disabled_at   timestamptz,
    created_at    timestamptz not null default now(),
    unique (site, email)
);

create table session (
    id         uuid        primary key,
    account_id uuid        not null references account on delete cascade,
    -- Refresh tokens are numbered; only the newest one is good.
    generation integer     not null default 0,
    rotated_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at   timestamptz,
    device     jsonb,
    address    text,
    user_agent text
);

create index session_account on session (account_id);
-- What the clean-up looks for.
create index session_over on session (coalesce(ended_at, expires_at));

-- The journal that every gateway follows. Rows may be dropped once forget_at has passed: what they withdraw has expired.
create table revocation (
    seq         bigint      generated always as identity primary key,
    site        text        not null,
    account_id  uuid        not null,
    session_id  uuid,
    token_id    text,
    recorded_at timestamptz not null default now(),
    forget_at   timestamptz not null
);

create index revocation_recorded on revocation (recorded_at);
