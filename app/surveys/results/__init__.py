"""Results: measures through the gate, publishing, files, presenting."""
