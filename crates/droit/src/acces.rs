//! Who may see and do what: one file, its functions and their matrix.
//!
//! What an actor may not see answers like what does not exist: the existence of an episode is health data.
