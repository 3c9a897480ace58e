-- Asks for the newest listing below another price each time, all of them higher than any, so that no cache can know the
-- answer and PostgreSQL always has one.
local run, count = os.time() % 1000000, 0

function request()
    count = count + 1
    return wrk.format("GET", string.format("%s&pricePerHour.lte=%d.%07d", wrk.path, 10000 + run, count))
end
