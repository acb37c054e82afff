"""Results: columns of answers, measures through the gate, publications, moderated texts."""
