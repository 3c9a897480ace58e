-- From where an account's owner has signed in lately, as a digest of both. Others' guesses do not keep him waiting there.
create table throttle_known (
    subject   text        primary key,
    forget_at timestamptz not null
);

create index throttle_known_over on throttle_known (forget_at);
