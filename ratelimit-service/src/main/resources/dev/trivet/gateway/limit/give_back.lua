-- Gives back what one request has spent: at most that, and only to the state that it was spent from. Nothing is made up:
-- what has meanwhile run out by itself is not given back a second time.
--
-- KEYS[i]  the state of limit i
-- ARGV     three for each limit: algorithm, what was spent (for gcra in microseconds), and the receipt of decide.lua
-- Returns  the time
--
-- To be run once for a receipt.

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function text(number)
  return string.format('%.0f', number)
end

local function read(key, pattern)
  local value = redis.pcall('GET', key)
  return string.match(type(value) == 'string' and value or '', pattern)
end

local give_back = {}

-- To the same window only.
function give_back.window(key, cost, receipt)
  local start, count = read(key, '^(%d+):(%d+)$')
  if start == receipt then
    if tonumber(count) <= cost then
      redis.call('DEL', key)
    else
      redis.call('SET', key, start .. ':' .. text(count - cost), 'KEEPTTL')
    end
  end
end

-- The very entries.
function give_back.sliding(key, cost, receipt)
  local entries = {}
  for i = 1, cost do
    entries[i] = receipt .. ':' .. i
  end
  redis.pcall('ZREM', key, unpack(entries))
end

-- While the queue has not been empty, and never so much that those behind would have waited for less than nothing.
function give_back.gcra(key, cost, receipt)
  local begun, put, empty = read(key, '^(%d+):(%d+):(%d+)$')
  local from, to = string.match(receipt, '^(%d+):(%d+)$')
  if begun and begun == from then
    local shorter = math.max(empty - cost, now + put - to)
    if shorter <= now then
      redis.call('DEL', key)
    elseif shorter < tonumber(empty) then
      redis.call('SET', key, begun .. ':' .. put .. ':' .. text(shorter), 'KEEPTTL')
    end
  end
end

for i, key in ipairs(KEYS) do
  local at = (i - 1) * 3
  give_back[ARGV[at + 1]](key, tonumber(ARGV[at + 2]), ARGV[at + 3])
end
return now
