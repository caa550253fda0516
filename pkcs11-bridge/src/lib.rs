//! Hardware tokens behind one safe interface.
