-- What people sent by the site's forms. Kept whatever becomes of the mails about it.

create table form_entry (
    id          uuid        primary key,
    seq         bigint      generated always as identity,
    site        text        not null,
    form        text        not null,
    data        jsonb       not null,
    -- The field that people do not see was filled in.
    spam        boolean     not null,
    received_at timestamptz not null default now()
);

create index form_entry_newest on form_entry (site, form, seq desc);

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
