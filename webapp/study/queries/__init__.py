"""What the study pages read, as frozen rows: statements built once that cost what they return, whatever is stored."""
