"""The review log: recording, undoing, rebuilding what is derived from it, copying and erasing a user's share."""
