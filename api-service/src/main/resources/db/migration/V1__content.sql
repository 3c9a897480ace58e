-- Content of every type and site in one table: the pack says what the fields mean.

create table item (
    site       text        not null,
    type       text        not null,
    id         uuid        not null,
    owner      uuid,
    version    bigint      not null default 1,
    data       jsonb       not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (site, type, id)
);

-- Lists are newest first, with the id to tell rows of the same moment apart.
create index item_newest on item (site, type, created_at desc, id desc);
create index item_owner on item (site, type, owner) where owner is not null;
-- Filters by equality are containment in data.
create index item_data on item using gin (data jsonb_path_ops);

-- What the cache must still be told: written with the change, deleted when Redis has heard it. So a change is never
-- forgotten, whoever dies in between.
create table invalidation (
    id          bigint      generated always as identity primary key,
    site        text        not null,
    tags        text[]      not null,
    recorded_at timestamptz not null default now()
);
