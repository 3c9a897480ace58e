-- Decides all limits of one request at once: either every one admits it and all count it, or none does.
--
-- KEYS[i]  the state of limit i
-- ARGV     four for each limit: algorithm (window, sliding or gcra), limit, window in microseconds, and the
--          microseconds between two requests of an even stream
-- Returns  the time in microseconds, then four for each limit: admitted (1 or 0), remaining, microseconds to reset, microseconds to retry
--
-- Time is Redis' own, in whole microseconds: gateways' clocks differ. All numbers stay below 2^53, where Lua's are exact.

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function text(number)
  return string.format('%.0f', number)
end

local function keep(key, micros)
  redis.call('PEXPIRE', key, text(math.ceil(micros / 1000)))
end

-- Each algorithm looks first: it returns whether it admits one more, and two functions, one that counts it and one that
-- tells remaining, reset and retry as they are after that.
local look = {}

-- So many from the first request on. State: "start:count".
function look.window(key, limit, window)
  local start, count = string.match(redis.call('GET', key) or '', '^(%d+):(%d+)$')
  start, count = tonumber(start), tonumber(count)
  if not start or now >= start + window then
    start, count = now, 0
  end
  local function spend()
    count = count + 1
    redis.call('SET', key, text(start) .. ':' .. text(count))
    keep(key, start + window - now)
  end
  local function tell(admitted)
    local reset = count == 0 and 0 or start + window - now
    return limit - count, reset, admitted and 0 or reset
  end
  return count < limit, spend, tell
end

-- So many in any span of the window's length. State: a sorted set of the admitted requests' times.
function look.sliding(key, limit, window)
  local since = '(' .. text(now - window)
  local count = redis.call('ZCOUNT', key, since, '+inf')
  local function spend()
    redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now - window))
    redis.call('ZADD', key, text(now), text(now) .. ':' .. count)
    keep(key, window)
    count = count + 1
  end
  local function tell(admitted)
    local newest = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]
    local reset = count > 0 and newest and newest + window - now or 0
    local retry = 0
    if not admitted then
      local leaving = redis.call('ZRANGEBYSCORE', key, since, '+inf', 'WITHSCORES', 'LIMIT', count - limit, 1)[2]
      retry = leaving + window - now
    end
    return limit - count, reset, retry
  end
  return count < limit, spend, tell
end

-- Evenly spaced, with a burst of the whole limit. State: the theoretical arrival time of ITU-T I.371.
function look.gcra(key, limit, window, interval)
  local arrival = math.max(tonumber(redis.call('GET', key) or '0'), now)
  local burst = interval * limit
  local function spend()
    arrival = arrival + interval
    redis.call('SET', key, text(arrival))
    keep(key, arrival - now)
  end
  local function tell(admitted)
    local remaining = math.floor((now + burst - arrival) / interval)
    return remaining, arrival - now, admitted and 0 or arrival + interval - burst - now
  end
  return arrival + interval - burst <= now, spend, tell
end

local looks = {}
local all = true
for i, key in ipairs(KEYS) do
  local at = (i - 1) * 4
  local admitted, spend, tell =
    look[ARGV[at + 1]](key, tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]))
  looks[i] = { admitted = admitted, spend = spend, tell = tell }
  all = all and admitted
end

local answer = { now }
for _, one in ipairs(looks) do
  if all then
    one.spend()
  end
  local remaining, reset, retry = one.tell(one.admitted)
  table.insert(answer, one.admitted and 1 or 0)
  table.insert(answer, math.max(0, remaining))
  table.insert(answer, reset)
  table.insert(answer, retry)
end
return answer
