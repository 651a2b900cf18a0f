//! The real world and the fictitious one: a type that keeps the numbers of one from leaving through the other.

use super::ins::OidIns;

/// A world that documents leave to. Only [`Reel`] and [`Fictif`] are ones.
pub trait Monde: seul::Scelle {
    /// May a number of this authority leave to this world.
    fn admet(oid: OidIns) -> bool;
}

/// Real people: production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reel {}

/// Fictitious people: demonstration and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fictif {}

mod seul {
    pub trait Scelle {}
    impl Scelle for super::Reel {}
    impl Scelle for super::Fictif {}
}

impl Monde for Reel {
    fn admet(oid: OidIns) -> bool {
        matches!(oid, OidIns::Nir | OidIns::Nia)
    }
}

impl Monde for Fictif {
    fn admet(oid: OidIns) -> bool {
        matches!(oid, OidIns::NirTest | OidIns::NirDemo)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_oid_a_un_monde_et_un_seul() {
        for oid in OidIns::TOUS {
            assert_ne!(Reel::admet(*oid), Fictif::admet(*oid), "{oid}");
        }
    }
}
