-- What slows down those who guess. A subject is a digest of what is counted: no address of a person or a client stands here.
-- In PostgreSQL, so that nothing which drops Redis' entries gives a guesser a fresh start.

-- Wrong passwords in a row, for one account, whether it exists or not.
create table throttle_streak (
    subject       text        primary key,
    failures      int         not null,
    blocked_until timestamptz not null,
    forget_at     timestamptz not null
);

create index throttle_streak_over on throttle_streak (forget_at);

-- What happened within a while: wrong passwords from one client address, mails asked for.
create table throttle_window (
    subject       text          primary key,
    -- When, the newest last; never more than the limit.
    times         timestamptz[] not null,
    blocked_until timestamptz   not null,
    forget_at     timestamptz   not null
);

create index throttle_window_over on throttle_window (forget_at);
