-- Reads a cached answer and the present generations of its tags.
--
-- KEYS[1]  the answer
-- KEYS[2…] the tags' generations
-- ARGV[1]  life of a generation in milliseconds
-- Returns  the answer or false, then each generation
--
-- A generation that is missing begins anew from the clock, in microseconds: higher than it can ever have been, so no
-- flush and no eviction brings an old answer back.

local found = redis.call('MGET', unpack(KEYS))
for i = 2, #KEYS do
  if not found[i] then
    local clock = redis.call('TIME')
    found[i] = string.format('%.0f', clock[1] * 1000000 + clock[2])
    redis.call('SET', KEYS[i], found[i], 'PX', ARGV[1])
  end
end
return found
