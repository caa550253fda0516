//! Revisions of a PDF file, its signature fields, and the append-only writer.
