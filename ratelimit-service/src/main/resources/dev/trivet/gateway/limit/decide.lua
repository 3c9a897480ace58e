-- Decides all limits of one request at once: either every enforced one admits it and all count it, or none does.
--
-- KEYS     for each limit its state, followed by the time until which the subject is blocked if it is a limit that blocks
-- ARGV     1 to count the request or 0 only to look; a name for the request that no other has; then seven for each limit:
--          algorithm (window, sliding or gcra), the most that it admits at once, window, microseconds between two requests
--          of an even stream, what this request counts for, how long to block (0: not at all), and 1 for a shadow
-- Returns  the time, then five for each limit: 1 admitted, 0 refused or 2 blocked; remaining; time to reset; time to retry;
--          and a receipt for what was spent, which give_back.lua takes
--
-- Time is Redis' own, in whole microseconds: gateways' clocks differ. All numbers stay below 2^53, where Lua's are exact.
-- A state that no limit can have come to, since somebody else wrote it or the clock was far ahead, is taken for none.

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local counting = ARGV[1] == '1'
local request = ARGV[2]

local function text(number)
  return string.format('%.0f', number)
end

local function read(key, pattern)
  local value = redis.pcall('GET', key)
  return string.match(type(value) == 'string' and value or '', pattern)
end

local function write(key, value, micros)
  redis.call('SET', key, value, 'PX', text(math.max(1, math.ceil(micros / 1000))))
end

-- Each algorithm looks first: it returns whether it admits the request, and two functions, one that counts it and one that
-- tells remaining, reset and retry as they are after that.
local look = {}

-- So many from the first request on. State: "start:count".
function look.window(key, limit, window, _, cost)
  local start, count = read(key, '^(%d+):(%d+)$')
  start, count = tonumber(start), tonumber(count)
  if not start or now >= start + window or now + window < start then
    start, count = now, 0
  end
  local function spend()
    count = count + cost
    write(key, text(start) .. ':' .. text(count), start + window - now)
    return text(start)
  end
  local function tell(admitted)
    local reset = count == 0 and 0 or start + window - now
    return limit - count, reset, admitted and 0 or reset
  end
  return count + cost <= limit, spend, tell
end

-- So many in any span of the window's length. State: a sorted set of the admitted requests' times, as many entries as each
-- counts for.
function look.sliding(key, limit, window, _, cost)
  local since, till = '(' .. text(now - window), text(now + window)
  local count = redis.pcall('ZCOUNT', key, since, till)
  if type(count) ~= 'number' then
    redis.call('DEL', key)
    count = 0
  end
  local spent = false
  local function spend()
    local entries = {}
    for i = 1, cost do
      entries[2 * i - 1] = text(now)
      entries[2 * i] = request .. ':' .. i
    end
    redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now - window))
    redis.call('ZADD', key, unpack(entries))
    redis.call('PEXPIRE', key, text(math.ceil(window / 1000)))
    count = count + cost
    spent = true
    return request
  end
  local function tell(admitted)
    local reset = spent and window or 0
    if not spent and count > 0 then
      reset = redis.call('ZREVRANGEBYSCORE', key, till, since, 'WITHSCORES', 'LIMIT', 0, 1)[2] + window - now
    end
    local retry = 0
    if not admitted then
      local leaving = redis.call('ZRANGEBYSCORE', key, since, till, 'WITHSCORES', 'LIMIT', count + cost - limit - 1, 1)
      retry = leaving[2] + window - now
    end
    return limit - count, reset, retry
  end
  return count + cost <= limit, spend, tell
end

-- Evenly spaced, with a burst: ITU-T I.371. A queue that empties at the limit's pace. State: "begun:put:empty", the time
-- since when the queue has not been empty, how much has been put in since then, and the time when it will be empty.
function look.gcra(key, limit, window, interval, cost)
  local burst = interval * limit
  local begun, put, empty = read(key, '^(%d+):(%d+):(%d+)$')
  begun, put, empty = tonumber(begun), tonumber(put), tonumber(empty)
  if not begun or empty <= now or empty > now + burst + window then
    begun, put, empty = now, 0, now
  end
  local function spend()
    put = put + cost * interval
    empty = empty + cost * interval
    local receipt = text(begun) .. ':' .. text(put)
    write(key, receipt .. ':' .. text(empty), empty - now)
    return receipt
  end
  local function tell(admitted)
    return math.floor((now + burst - empty) / interval), empty - now, admitted and 0 or empty + cost * interval - burst - now
  end
  return empty + cost * interval - burst <= now, spend, tell
end

-- Until when the subject is blocked, or 0.
local function blocked_until(key, horizon)
  local time = tonumber(read(key, '^%d+$') or 0)
  return time > now and time <= now + horizon and time or 0
end

local limits = {}
local all = true
local key = 1
for at = 3, #ARGV, 7 do
  local most, window, interval = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local block, blocked, block_key = tonumber(ARGV[at + 5]), 0, nil
  local fits, spend, tell = look[ARGV[at]](KEYS[key], most, window, interval, tonumber(ARGV[at + 4]))
  if block > 0 then
    key = key + 1
    block_key = KEYS[key]
    blocked = blocked_until(block_key, block + window + most * interval)
  end
  key = key + 1
  limits[#limits + 1] = { fits = fits, spend = spend, tell = tell, block = block, blocked = blocked, key = block_key }
  all = all and (fits and blocked == 0 or ARGV[at + 6] == '1')
end

local answer = { now }
for i, one in ipairs(limits) do
  local admitted = one.fits and one.blocked == 0
  local receipt = counting and all and admitted and one.spend() or ''
  local remaining, reset, retry = one.tell(one.fits)
  -- Whoever exceeds a limit that blocks is blocked from then on, and not for longer by trying again.
  if one.block > 0 and not one.fits and one.blocked == 0 and counting then
    one.blocked = now + math.max(one.block, retry)
    write(one.key, text(one.blocked), one.blocked - now)
  end
  if one.blocked > 0 then
    retry = one.blocked - now
    remaining, reset = 0, math.max(reset, retry)
  end
  local at = i * 5 - 3
  answer[at] = one.blocked > 0 and 2 or admitted and 1 or 0
  answer[at + 1] = math.max(0, remaining)
  answer[at + 2] = reset
  answer[at + 3] = retry
  answer[at + 4] = receipt
end
return answer
