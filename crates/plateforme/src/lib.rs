//! The binary: pages, API, command line, worker.
