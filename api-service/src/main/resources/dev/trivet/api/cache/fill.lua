-- Stores an answer, unless a tag has changed since before it was loaded.
--
-- KEYS[1]  the answer
-- KEYS[2…] the tags' generations
-- ARGV[1]  life of the answer in milliseconds
-- ARGV[2]  the answer
-- ARGV[3…] the generations before it was loaded
-- Returns  1 when stored, 0 when refused

local now = redis.call('MGET', unpack(KEYS, 2))
for i = 1, #KEYS - 1 do
  if now[i] ~= ARGV[i + 2] then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
return 1
