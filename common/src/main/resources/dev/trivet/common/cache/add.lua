-- Adds to a number. Its life begins with its first addition and is not prolonged by later ones.
--
-- KEYS[1] the number
-- ARGV[1] how much
-- ARGV[2] life in milliseconds
-- Returns the number after that

local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return sum
