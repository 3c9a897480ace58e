-- Reads a value, or reserves its place for whoever will load it.
--
-- KEYS[1] the value
-- ARGV[1] token of whoever would load it
-- ARGV[2] how long the place is kept, in milliseconds
-- Returns the value or false; 1 when the place was reserved for the caller

local value = redis.call('GET', KEYS[1])
if not value then
  redis.pcall('SET', KEYS[1], '\0' .. ARGV[1], 'PX', ARGV[2])
  return {false, 1}
end
if string.byte(value) == 0 then
  return {false, 0}
end
return {value, 0}
