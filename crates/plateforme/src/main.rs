//! The command line: parse it, load the rules, open the store, dispatch.
fn main() {}
