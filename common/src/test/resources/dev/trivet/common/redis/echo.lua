-- Says what it was given.
--
-- KEYS[1] a key
-- ARGV[1] a word
return KEYS[1] .. ' ' .. ARGV[1]
