//! The outside world: one port per destination, a real adapter and a sandbox.
