"""Between banks and the files of other programs: reading what is strange with suspicion, writing what others read."""
