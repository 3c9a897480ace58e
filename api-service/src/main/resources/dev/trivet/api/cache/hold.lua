-- Keeps a lease for longer, or gives it back without having stored anything, so that the next who asks may load.
--
-- KEYS[1] the lease
-- ARGV[1] token of whoever holds it
-- ARGV[2] its life from now on in milliseconds; 0 to give it back

local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
