"""Arabic: script, words and clitics, verbs, numbers, sentences. Knows the language, knows nothing of conflict."""
