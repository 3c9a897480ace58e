-- Asks for the newest listing from another cursor each time, so that no cache can know the answer. Cursors are base64 of a
-- time and an id; this one's time is the year 2100, and digits are as good as other base64.
local BEGINNING = "AA6TJt0DwAAA"
local run, count = os.time(), 0

function request()
    count = count + 1
    return wrk.format("GET", string.format("%s&after=%s%010d%010d", wrk.path, BEGINNING, run, count))
end
