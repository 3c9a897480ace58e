-- Signs people in, one after another: PEOPLE lists their addresses.
local requests, turn = {}, 0

function init()
    for email in os.getenv("PEOPLE"):gmatch("%S+") do
        requests[#requests + 1] = wrk.format("POST", wrk.path, { ["Content-Type"] = "application/json" },
            '{"email":"' .. email .. '","password":"only-for-development"}')
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
