-- Reads a cached answer and the present generations of its tags, and gives out the right to load it.
--
-- KEYS[1]  the answer
-- KEYS[2]  the lease: who is loading it now
-- KEYS[3…] the generations of the tags that it has whatever it shows, then of its guards
-- ARGV[1]  how many of these are tags
-- ARGV[2]  what the keys of generations begin with
-- ARGV[3]  life in milliseconds of a generation that begins here
-- ARGV[4]  token of whoever would load
-- ARGV[5]  life of a lease in milliseconds
-- ARGV[6]  1 to ask for the lease although the answer is fresh
-- Returns  the generations; the answer as {life, cost, age, shown tags, its generations, payload} or false; 1 with the lease
--
-- A generation that is missing begins anew from the clock, in microseconds: higher than it can ever have been, so no flush
-- and no eviction brings an old answer back. A lease counts only while nothing has changed since it was taken: whoever
-- asks after a change need not wait for a load from before it. A Redis that is full cannot write, but still reads.

local clock = redis.call('TIME')
local micros = string.format('%.0f', clock[1] * 1000000 + clock[2])
local millis = math.floor(clock[1] * 1000 + clock[2] / 1000)

local generations = redis.call('MGET', unpack(KEYS, 3))
for i = 1, #generations do
  if not generations[i] then
    generations[i] = micros
    redis.pcall('SET', KEYS[i + 2], micros, 'PX', ARGV[3])
  end
end

local function current(shown, stored)
  local now = {unpack(generations, 1, tonumber(ARGV[1]))}
  local names = {}
  for tag in string.gmatch(shown, '%S+') do
    names[#names + 1] = ARGV[2] .. tag
  end
  if #names > 0 then
    for _, generation in ipairs(redis.call('MGET', unpack(names))) do
      now[#now + 1] = generation or '-'
    end
  end
  return table.concat(now, ' ') == stored
end

local answer = false
local value = redis.call('GET', KEYS[1])
if value then
  local first, last, at, life, cost, shown, stored = string.find(value, '^2 (%d+) (%d+) (%d+)\n([^\n]*)\n([^\n]*)\n')
  if first and current(shown, stored) then
    answer = {tonumber(life), tonumber(cost), millis - tonumber(at), shown, stored, string.sub(value, last + 1)}
  end
end

local leased = 0
if ARGV[6] == '1' or not answer or answer[3] >= answer[1] then
  local terms = table.concat(generations, ' ')
  local held = redis.call('GET', KEYS[2])
  if not held or string.sub(held, string.find(held, ' ', 1, true) + 1) ~= terms then
    redis.pcall('SET', KEYS[2], ARGV[4] .. ' ' .. terms, 'PX', ARGV[5])
    leased = 1
  end
end
return {generations, answer, leased}
