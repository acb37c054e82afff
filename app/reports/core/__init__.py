"""The annual report: chapters, findings, texts, approval. Pure."""
