"""Pure statistics: figures, tables, disclosure control."""
