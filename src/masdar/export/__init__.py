"""From records to the forms that people and their tools read; one format a file."""
