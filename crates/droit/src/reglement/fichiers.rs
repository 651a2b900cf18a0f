//! The files of `reglement/`, embedded in the binary. A test proves that none is forgotten.

macro_rules! embarques {
    ($($chemin:literal,)+) => {
        /// Path under `reglement/` and content, in this order.
        pub(super) const FICHIERS: &[(&str, &str)] =
            &[$(($chemin, include_str!(concat!("../../../../reglement/", $chemin))),)+];
    };
}

embarques! {
    "textes.toml",
    "national/regions.toml",
    "national/questions.toml",
    "national/experimentation.toml",
    "national/regimes.toml",
    "national/declaration.toml",
    "national/episode.toml",
    "national/facturation.toml",
    "national/evaluation.toml",
    "national/permanent.toml",
    "national/drapeaux-rouges.toml",
    "departements/45-loiret.toml",
    "departements/83-var.toml",
}

/// The national files that define parameters, in the order of presentation.
pub(super) const DEFINITIONS: [&str; 6] = [
    "national/experimentation.toml",
    "national/regimes.toml",
    "national/declaration.toml",
    "national/episode.toml",
    "national/facturation.toml",
    "national/evaluation.toml",
];
