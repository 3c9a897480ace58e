-- Deletes stored answers whose keys match, a batch at a time. They have been dropped already by their generations; this
-- gives their memory back.
--
-- KEYS[1] index: the stored answers' keys, by when they were stored
-- KEYS[2] sizes: the stored answers' bytes by key, and their sum under ''
-- ARGV[1] where to go on: 0 to begin
-- ARGV[2] pattern of keys, as SCAN's MATCH
-- ARGV[3] how many keys to look at
-- Returns where to go on, 0 at the end; how many were deleted

local batch = redis.call('ZSCAN', KEYS[1], ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
local deleted = 0
for i = 1, #batch[2], 2 do
  local key = batch[2][i]
  deleted = deleted + redis.call('UNLINK', key)
  redis.call('ZREM', KEYS[1], key)
  local size = redis.call('HGET', KEYS[2], key)
  redis.call('HDEL', KEYS[2], key)
  redis.call('HINCRBY', KEYS[2], '', -(size or 0))
end
return {batch[1], deleted}
