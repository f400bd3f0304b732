"""Reading the articles: what they say, who says it, what is asked about it, and what of it one knows."""
