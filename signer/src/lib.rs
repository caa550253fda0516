//! Personal and agency signatures on PDF documents.
