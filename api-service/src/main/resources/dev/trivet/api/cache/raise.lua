-- Raises the generations of tags, which drops every answer that has one of them.
--
-- KEYS     the tags' generations
-- ARGV[1]  life of a generation in milliseconds

local clock = redis.call('TIME')
for _, key in ipairs(KEYS) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('INCR', key)
    redis.call('PEXPIRE', key, ARGV[1])
  else
    redis.call('SET', key, string.format('%.0f', clock[1] * 1000000 + clock[2]), 'PX', ARGV[1])
  end
end
return #KEYS
