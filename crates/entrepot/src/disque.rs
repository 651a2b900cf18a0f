//! The disk under a SQLite file: the real one, or the simulated one of the power-cut tests.

/// Pages of 4 KiB written since the last copy that are worth another one.
const SEUIL: i32 = 2_000;
/// Pages in the log beyond which it must start again: 64 MiB, read again in well under two seconds after a cut.
const PLAFOND: i32 = 16_000;

/// The disk under a SQLite file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Disque {
    /// The machine's, with every commit synchronised before it is acknowledged.
    #[default]
    Reel,
    /// A simulated one: only tests have a reason to choose how it is synchronised.
    Simule {
        /// The name under which SQLite knows it.
        vfs: String,
        /// What SQLite asks of it.
        synchronous: Synchronous,
    },
}

/// What SQLite asks of a disk; anything but `Full` loses acknowledged facts at a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synchronous {
    /// The log is on the disk before the commit is acknowledged.
    Full,
    /// The log is on the disk at the next checkpoint.
    Normal,
    /// Nothing is asked.
    Off,
}

impl Disque {
    pub(crate) fn vfs(&self) -> Option<&str> {
        match self {
            Self::Reel => None,
            Self::Simule { vfs, .. } => Some(vfs),
        }
    }

    pub(crate) fn synchronous(&self) -> &'static str {
        match self {
            Self::Reel | Self::Simule { synchronous: Synchronous::Full, .. } => "full",
            Self::Simule { synchronous: Synchronous::Normal, .. } => "normal",
            Self::Simule { synchronous: Synchronous::Off, .. } => "off",
        }
    }

    /// When the log is copied, and when it starts again. A simulated disk does both often, to be cut while it does.
    pub(crate) fn checkpoints(&self) -> (i32, i32) {
        match self {
            Self::Reel => (SEUIL, PLAFOND),
            Self::Simule { .. } => (40, 160),
        }
    }
}
