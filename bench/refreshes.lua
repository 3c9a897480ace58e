-- Refreshes sessions in turn, each by the newest token that it was given. TOKENS names a file with a refresh token a line,
-- of more sessions than there are connections, so that the one that is taken next has been answered.
local tokens, first, last = {}, 1, 0

local function push(token)
    last = last + 1
    tokens[last] = token
end

function init()
    for token in io.lines(os.getenv("TOKENS")) do
        push(token)
    end
end

function request()
    local token = tokens[first]
    tokens[first], first = nil, first + 1
    return wrk.format("POST", wrk.path, { ["Content-Type"] = "application/json" }, '{"refreshToken":"' .. (token or "") .. '"}')
end

function response(status, headers, body)
    local token = body:match('"refreshToken":"([^"]*)"')
    if token then
        push(token)
    end
end
