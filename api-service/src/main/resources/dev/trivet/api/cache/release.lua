-- Gives a lease back without having stored anything, so that the next who asks may load.
--
-- KEYS[1] the lease
-- ARGV[1] token of whoever holds it

local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then
  redis.call('DEL', KEYS[1])
end
return 0
