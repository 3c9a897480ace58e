-- Stores a value in its reserved place, unless the place was taken or cleared meanwhile.
--
-- KEYS[1] the value
-- ARGV[1] token of whoever loaded it
-- ARGV[2] life in milliseconds; 0 to give the place up
-- ARGV[3] the value

if redis.call('GET', KEYS[1]) == '\0' .. ARGV[1] then
  if ARGV[2] == '0' then
    redis.call('DEL', KEYS[1])
  else
    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
  end
  return 1
end
return 0
