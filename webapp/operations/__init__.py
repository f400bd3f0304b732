"""What an administrator runs: the server, and the backup of what it keeps."""
