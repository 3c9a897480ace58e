-- Writes what is known of a user's sessions, unless something newer is known already.
--
-- KEYS[1]  the user's hash
-- ARGV[1]  the version that this follows on; older knowledge has a gap and is dropped
-- ARGV[2]  the version that this is
-- ARGV[3]  life of the hash in milliseconds
-- ARGV[4]  1 to drop what is known in any case
-- ARGV[5]  most fields; a fuller hash begins anew
-- ARGV[6…] fields and values
--
-- What is dropped is dropped whole: a live session must never stay behind without the withdrawn tokens beside it.

local known = tonumber(redis.call('HGET', KEYS[1], 'v'))
if known then
  if known > tonumber(ARGV[2]) then
    return 0
  end
  if known < tonumber(ARGV[1]) or ARGV[4] == '1' or redis.call('HLEN', KEYS[1]) > tonumber(ARGV[5]) then
    redis.call('DEL', KEYS[1])
  end
end
redis.call('HSET', KEYS[1], 'v', ARGV[2], unpack(ARGV, 6))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
