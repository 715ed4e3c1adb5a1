"""Write quotation lines, whether linked data is on, off or unknown."""
