-- Mails that have yet to go out: written with what they tell of, deleted when the mail server has taken them. Those that
-- were given up stay, for people to look at.
create table mail (
    id          uuid        primary key,
    site        text        not null,
    recipient   text        not null,
    reply_to    text,
    subject     text        not null,
    body        text        not null,
    queued_at   timestamptz not null default now(),
    -- When somebody may try (again). Whoever tries puts it off first, so that nobody else does until he must be dead.
    due_at      timestamptz not null default now(),
    tries       int         not null default 0,
    given_up_at timestamptz
);

create index mail_due on mail (site, due_at) where given_up_at is null;
