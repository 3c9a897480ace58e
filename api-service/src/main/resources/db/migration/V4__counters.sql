-- Numbers that anybody may raise. The period is empty for those that never begin anew.
create table counter (
    site   text   not null,
    name   text   not null,
    period text   not null,
    value  bigint not null,
    primary key (site, name, period)
);

-- How often items were read, by day: what is popular is kept warm.
create table popularity (
    site  text   not null,
    type  text   not null,
    item  uuid   not null,
    day   date   not null,
    reads bigint not null,
    primary key (site, type, day, item)
);

-- Who did what to the cache.
create table audit (
    id     bigint      generated always as identity primary key,
    site   text        not null,
    at     timestamptz not null default now(),
    actor  uuid        not null,
    action text        not null,
    detail jsonb       not null
);
