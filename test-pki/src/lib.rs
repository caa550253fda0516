//! A public-key infrastructure for tests: authorities, holders and lists made from a description at a frozen time, and
//! servers on the loopback interface that answer from it, well or badly.
