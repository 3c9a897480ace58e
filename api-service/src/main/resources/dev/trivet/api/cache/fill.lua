-- Stores an answer, unless something that it depends on has changed since before it was loaded; keeps the cache within
-- its budget; gives the lease back.
--
-- KEYS[1]  the answer
-- KEYS[2]  the lease
-- KEYS[3]  index: the stored answers' keys, by when they were stored
-- KEYS[4]  sizes: the stored answers' bytes by key, and their sum under ''
-- KEYS[5…] the generations of the tags that it has whatever it shows, then of its guards
-- ARGV[1]  token of whoever loaded it
-- ARGV[2]  how many of the keys from the fifth on are tags
-- ARGV[3]  what the keys of generations begin with
-- ARGV[4]  life of the index in milliseconds
-- ARGV[5]  how long the answer is fresh, in milliseconds
-- ARGV[6]  how long it is kept, in milliseconds
-- ARGV[7]  what loading it cost, in milliseconds
-- ARGV[8]  most bytes that answers may take
-- ARGV[9]  the tags of what it shows, with blanks between them
-- ARGV[10] the payload
-- ARGV[11…] the generations before it was loaded, in the order of the keys
-- Returns  the generations of what it shows, or false when refused
--
-- What an answer shows is known only once it is loaded, and so are the generations of that. The guard covers the time in
-- between: it is raised with every change of the type, so if it has not moved, neither have they.

local held = redis.call('GET', KEYS[2])
if held and string.sub(held, 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then
  redis.call('DEL', KEYS[2])
end

local now = redis.call('MGET', unpack(KEYS, 5))
for i = 1, #now do
  if now[i] ~= ARGV[10 + i] then
    return false
  end
end

local clock = redis.call('TIME')
local micros = string.format('%.0f', clock[1] * 1000000 + clock[2])
local millis = math.floor(clock[1] * 1000 + clock[2] / 1000)

local names = {}
for i = 1, tonumber(ARGV[2]) do
  names[i] = KEYS[4 + i]
end
for tag in string.gmatch(ARGV[9], '%S+') do
  names[#names + 1] = ARGV[3] .. tag
end
-- A generation need not outlive the answers that have it by much: one that is gone is a miss and no more.
local needed = tonumber(ARGV[6]) + 60000
local stored, shown = {}, {}
for i, generation in ipairs(redis.call('MGET', unpack(names))) do
  if not generation then
    generation = micros
    redis.call('SET', names[i], generation, 'PX', needed)
  elseif redis.call('PTTL', names[i]) < tonumber(ARGV[6]) then
    redis.call('PEXPIRE', names[i], needed)
  end
  stored[i] = generation
  if i > tonumber(ARGV[2]) then
    shown[#shown + 1] = generation
  end
end

local head = '2 ' .. millis .. ' ' .. ARGV[5] .. ' ' .. ARGV[7] .. '\n'
local value = head .. ARGV[9] .. '\n' .. table.concat(stored, ' ') .. '\n' .. ARGV[10]
redis.call('SET', KEYS[1], value, 'PX', ARGV[6])

local function forget(key)
  redis.call('ZREM', KEYS[3], key)
  local size = redis.call('HGET', KEYS[4], key)
  redis.call('HDEL', KEYS[4], key)
  return redis.call('HINCRBY', KEYS[4], '', -(size or 0))
end

-- With what Redis and these books take beside, roughly.
local size = #value + 4 * #KEYS[1] + 300
local before = redis.call('HGET', KEYS[4], KEYS[1])
local total = redis.call('HINCRBY', KEYS[4], '', size - (before or 0))
redis.call('HSET', KEYS[4], KEYS[1], size)
redis.call('ZADD', KEYS[3], millis, KEYS[1])
-- Answers also go when their time is over, which nobody tells: so a few are looked at each time, as Redis itself does it.
for _, key in ipairs(redis.call('HRANDFIELD', KEYS[4], 5)) do
  if key ~= '' and redis.call('EXISTS', key) == 0 then
    total = forget(key)
  end
end
for _ = 1, 50 do
  if total <= tonumber(ARGV[8]) then
    break
  end
  local first = redis.call('ZRANGE', KEYS[3], 0, 0)[1]
  if not first then
    redis.call('DEL', KEYS[4])
    break
  end
  redis.call('UNLINK', first)
  total = forget(first)
end
redis.call('PEXPIRE', KEYS[3], ARGV[4])
redis.call('PEXPIRE', KEYS[4], ARGV[4])
return shown
