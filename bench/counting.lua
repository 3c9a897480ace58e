-- Counts answers by status, encoding and Cache-Status. It slows wrk down, so it is for warming up alone. ASKS names a script
-- that says what to ask for.
local asks = os.getenv("ASKS")
if asks ~= "" then
    dofile(asks)
end

counts = {}
local theirs = response
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function response(status, headers, body)
    if theirs then
        theirs(status, headers, body)
    end
    local cache = headers["Cache-Status"]
    local encoding = headers["Content-Encoding"] or headers["content-encoding"]
    local kind = status .. (encoding and " " .. encoding or "") .. (cache and " " .. cache:gsub("^trivet; ", "") or "")
    counts[kind] = (counts[kind] or 0) + 1
end

function done()
    for _, thread in ipairs(threads) do
        for kind, count in pairs(thread:get("counts")) do
            print("count", count, kind)
        end
    end
end
