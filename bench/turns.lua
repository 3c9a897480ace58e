-- Asks for the paths in ITEMS in turn: requests for one key at a time may share one round trip to Redis, these do not.
local requests, turn = {}, 0

function init()
    for path in os.getenv("ITEMS"):gmatch("%S+") do
        requests[#requests + 1] = wrk.format("GET", path)
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
