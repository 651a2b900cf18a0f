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
    "national/indicateurs.toml",
    "national/permanent.toml",
    "national/drapeaux-rouges.toml",
    "national/structures.toml",
    "national/mouvements.toml",
    "national/echelles.toml",
    "national/zones-du-corps.toml",
    "national/interoperabilite.toml",
    "departements/11-aude.toml",
    "departements/22-cotes-d-armor.toml",
    "departements/2B-haute-corse.toml",
    "departements/32-gers.toml",
    "departements/38-isere.toml",
    "departements/45-loiret.toml",
    "departements/54-meurthe-et-moselle.toml",
    "departements/59-nord.toml",
    "departements/68-haut-rhin.toml",
    "departements/69-rhone.toml",
    "departements/76-seine-maritime.toml",
    "departements/78-yvelines.toml",
    "departements/79-deux-sevres.toml",
    "departements/81-tarn.toml",
    "departements/83-var.toml",
    "departements/85-vendee.toml",
    "departements/89-yonne.toml",
    "departements/972-martinique.toml",
    "departements/974-la-reunion.toml",
    "departements/976-mayotte.toml",
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
