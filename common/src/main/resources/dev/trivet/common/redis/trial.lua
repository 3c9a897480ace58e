-- KEYS[1] does not exist. DEL is a write all the same, and one that a Redis which is merely full still takes.
return redis.call('GET', KEYS[1]) or redis.call('DEL', KEYS[1])
