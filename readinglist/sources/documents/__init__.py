"""Files of papers: RIS, CSL-JSON, our own JSON, that of Hugging Face."""
