//! Values to typeset pages: the only crate that knows the typesetting engine.
