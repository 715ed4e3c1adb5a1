"""Files of documents: uploads, downloads, and downloads of all documents of an organisation."""
