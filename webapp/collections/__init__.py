"""What a student studies: collections to follow or leave, and own selections by words."""
