-- Writes what is known of a user's sessions, unless something newer is known already.
--
-- KEYS[1]  the user's hash
-- ARGV[1]  the version that this follows on; older knowledge has a gap and is dropped
-- ARGV[2]  the version that this is
-- ARGV[3]  life of the hash in milliseconds
-- ARGV[4…] fields and values

local known = tonumber(redis.call('HGET', KEYS[1], 'v'))
if known then
  if known > tonumber(ARGV[2]) then
    return 0
  end
  if known < tonumber(ARGV[1]) then
    redis.call('DEL', KEYS[1])
  end
end
redis.call('HSET', KEYS[1], 'v', ARGV[2], unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
