-- Writes a word.
--
-- KEYS[1] where
-- ARGV[1] the word
return redis.call('SET', KEYS[1], ARGV[1])
