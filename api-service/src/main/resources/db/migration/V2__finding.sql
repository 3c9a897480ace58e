-- What items are found by beside their data: words, places, and the people whom a relation lets in. Made from data by the
-- service, as the pack says.

alter table item
    add column parties uuid[] not null default '{}',
    add column words   tsvector,
    add column place   point;

create index item_words on item using gin (words);
create index item_place on item using gist (place) where place is not null;
create index item_parties on item using gin (parties) where parties <> '{}';

-- Values that no two items of a type may have.
create table taken (
    site   text not null,
    type   text not null,
    fields text not null,
    value  text not null,
    item   uuid not null,
    primary key (site, type, fields, value),
    foreign key (site, type, item) references item on delete cascade
);
create index taken_item on taken (site, type, item);

-- Spans of time that may not overlap within the same thing: the database itself refuses the second of two.
create extension if not exists btree_gist;
create table occupied (
    site   text      not null,
    type   text      not null,
    item   uuid      not null,
    within text      not null,
    during tstzrange not null,
    primary key (site, type, item),
    foreign key (site, type, item) references item on delete cascade,
    exclude using gist (site with =, type with =, within with =, during with &&)
);

-- As what the types' columns above were last made, so that a changed pack is noticed.
create table made_as (
    site        text not null,
    type        text not null,
    fingerprint text not null,
    primary key (site, type)
);
