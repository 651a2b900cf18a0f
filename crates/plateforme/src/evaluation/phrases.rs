//! What charts say, in a sentence: of what they show only, and how many figures are not published.

use droit::indicateur::Periode;

use super::comparees::Maille;
use super::ecriture::majuscule;
use crate::gabarits::graphique::{Mesure, Unite};

/// How many figures are hidden.
pub fn cachees<'m>(mesures: impl Iterator<Item = &'m Mesure>) -> usize {
    mesures.filter(|mesure| **mesure == Mesure::Masquee).count()
}

/// « 3 CPTS ne sont pas publiées. », after a blank; nothing when none is hidden.
pub fn dire_les_cachees(nombre: usize, maille: Maille) -> String {
    match nombre {
        0 => String::new(),
        1 => format!(" {} n’est pas {}.", maille.une(), maille.accorder(["publiée", "publié"])),
        n => format!(" {n} {} ne sont pas {}.", maille.noms(), maille.accorder(["publiées", "publiés"])),
    }
}

/// « Les 4 CPTS montrées », or all of them when all are.
pub fn dire_les_montrees(nombre: usize, sur: usize, maille: Maille) -> String {
    if nombre == sur {
        return maille.toutes().to_owned();
    }
    format!("Les {nombre} {} {}", maille.noms(), maille.accorder(["montrées", "montrés"]))
}

/// The greatest part that may be shown, and how many lines are not published: one of them may be greater.
pub fn dire_la_premiere(parts: &[(String, Mesure)], [singulier, pluriel]: [&str; 2]) -> String {
    let cachees = cachees(parts.iter().map(|(_, mesure)| mesure));
    let montrees = parts.iter().filter_map(|(nom, mesure)| Some((nom, mesure.valeur()?)));
    let Some((nom, valeur)) = montrees.reduce(|une, autre| if autre.1 > une.1 { autre } else { une }) else {
        return "Aucun de ces nombres n’est publié : chacun vient de trop peu de patients, ou en révélerait un autre."
            .to_owned();
    };
    let dit = format!("{} {}", Unite::Entier.dire(valeur), if valeur < 2.0 { singulier } else { pluriel });
    match cachees {
        0 => format!("D’abord « {nom} » : {dit}."),
        1 => format!(
            "Le plus grand nombre publié : « {nom} », {dit}. Une ligne n’est pas publiée et peut le dépasser."
        ),
        n => format!(
            "Le plus grand nombre publié : « {nom} », {dit}. {n} lignes ne sont pas publiées et peuvent le dépasser."
        ),
    }
}

/// Between which values places are, of those that are shown; `None` when none is.
pub fn dire_l_etendue(
    sujet: &str,
    lieux: &[(String, Mesure)],
    maille: Maille,
    unite: Unite,
) -> Option<String> {
    let mut montres: Vec<(&str, f64)> =
        lieux.iter().filter_map(|(nom, mesure)| Some((nom.as_str(), mesure.valeur()?))).collect();
    montres.sort_by(|un, autre| un.1.total_cmp(&autre.1));
    let ((nom, bas), (_, haut)) = (*montres.first()?, *montres.last()?);
    let (dit, dit_haut) = (unite.dire(bas), unite.dire(haut));
    let dite = match montres.len() {
        1 if lieux.len() == 1 => format!("{sujet} est de {dit}."),
        1 => format!("{sujet} est de {dit} : {nom}, {}.", maille.accorder(["seule montrée", "seul montré"])),
        n if dit == dit_haut && n == lieux.len() => format!("{sujet} est de {dit} partout."),
        n if dit == dit_haut => format!(
            "{sujet} est de {dit} dans les {n} {} {}.",
            maille.noms(),
            maille.accorder(["montrées", "montrés"])
        ),
        _ => format!("{sujet} va de {dit} à {dit_haut}."),
    };
    let cachees = cachees(lieux.iter().map(|(_, mesure)| mesure));
    Some(format!("{dite}{}", dire_les_cachees(cachees, maille)))
}

/// From the first month that is told to the last that is over: a month that runs would read as a fall.
pub fn dire_la_pente([singulier, pluriel]: [&str; 2], mois: &[(Periode, Mesure)], en_cours: usize) -> String {
    let finis = mois.get(..mois.len().saturating_sub(en_cours)).unwrap_or_default();
    let dire = |valeur: f64| {
        let nom = if valeur < 2.0 { singulier } else { pluriel };
        format!("{} {nom}", Unite::Entier.dire(valeur))
    };
    let connus: Vec<(f64, Periode)> =
        finis.iter().filter_map(|(periode, mesure)| Some((mesure.valeur()?, *periode))).collect();
    let cachees = cachees(mois.iter().map(|(_, mesure)| mesure));
    let dite = match (connus.first(), connus.last()) {
        (None, _) | (_, None) if cachees > 0 => "Aucun mois terminé n’est publié.".to_owned(),
        (None, _) | (_, None) => "Aucun mois n’est encore terminé.".to_owned(),
        (Some((debut, du)), Some((_, au))) if du == au => format!("{} en {}.", dire(*debut), du.libelle()),
        (Some((debut, du)), Some((fin, au))) => {
            format!(
                "De {} en {} à {} en {}.",
                dire(*debut),
                du.libelle(),
                Unite::Entier.dire(*fin),
                au.libelle()
            )
        }
    };
    let cachees = match cachees {
        0 => String::new(),
        1 => " Un mois n’est pas publié.".to_owned(),
        n => format!(" {n} mois ne sont pas publiés."),
    };
    let courants = match mois.get(finis.len()) {
        Some((periode, _)) if !connus.is_empty() => {
            format!(" {} est en cours.", majuscule(&periode.libelle()))
        }
        _ => String::new(),
    };
    format!("{dite}{cachees}{courants}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(nom: &str, valeur: Option<f64>) -> (String, Mesure) {
        (nom.to_owned(), valeur.map_or(Mesure::Masquee, Mesure::nouvelle))
    }

    #[test]
    fn la_premiere_n_est_dite_premiere_que_si_rien_n_est_cache() {
        let noms = ["épisode", "épisodes"];
        let visibles = [part("Genou", Some(40.0)), part("Épaule", Some(52.0))];
        assert_eq!(dire_la_premiere(&visibles, noms), "D’abord « Épaule » : 52 épisodes.");
        assert_eq!(dire_la_premiere(&[part("Genou", Some(1.0))], noms), "D’abord « Genou » : 1 épisode.");
        let dont_une = [part("Genou", Some(40.0)), part("Rachis", None)];
        let dite = dire_la_premiere(&dont_une, noms);
        assert!(!dite.contains("D’abord") && dite.contains("Une ligne n’est pas publiée"), "{dite}");
        assert!(dire_la_premiere(&[part("Rachis", None)], noms).starts_with("Aucun de ces nombres"));
    }

    #[test]
    fn une_etendue_parle_des_seuls_lieux_montres() {
        let dire = |lieux: &[(String, Mesure)]| {
            dire_l_etendue("Le taux", lieux, Maille::Cpts, Unite::Pourcent).unwrap()
        };
        let une = [part("Nord", Some(11.7)), part("Sud", None), part("Est", None)];
        assert_eq!(
            dire(&une),
            "Le taux est de 11,7\u{a0}% : Nord, seule montrée. 2 CPTS ne sont pas publiées."
        );
        let deux = [part("Nord", Some(11.7)), part("Sud", Some(12.0)), part("Est", None)];
        assert_eq!(dire(&deux), "Le taux va de 11,7\u{a0}% à 12,0\u{a0}%. Une CPTS n’est pas publiée.");
        let egales = [part("Nord", Some(11.71)), part("Sud", Some(11.72))];
        assert_eq!(dire(&egales), "Le taux est de 11,7\u{a0}% partout.");
        let dont_une = [part("Nord", Some(0.0)), part("Sud", Some(0.0)), part("Est", None)];
        assert_eq!(
            dire(&dont_une),
            "Le taux est de 0,0\u{a0}% dans les 2 CPTS montrées. Une CPTS n’est pas publiée."
        );
        assert_eq!(dire_l_etendue("Le taux", &une[1..], Maille::Cpts, Unite::Pourcent), None);
    }

    fn pente(valeurs: &[Option<f64>], en_cours: usize) -> String {
        let mois: Vec<_> =
            (1_i8..).zip(valeurs).map(|(m, v)| (Periode::Mois(2026, m), part("", *v).1)).collect();
        dire_la_pente(["patient", "patients"], &mois, en_cours)
    }

    #[test]
    fn le_mois_en_cours_n_est_pas_une_chute() {
        let dite = pente(&[Some(1_452.0), Some(1_500.0), Some(0.0)], 1);
        assert_eq!(
            dite,
            "De 1\u{202f}452 patients en janvier 2026 à 1\u{202f}500 en février 2026. Mars 2026 est en cours."
        );
        assert_eq!(pente(&[Some(3.0)], 1), "Aucun mois n’est encore terminé.");
        assert_eq!(
            pente(&[Some(30.0), Some(1.0)], 1),
            "30 patients en janvier 2026. Février 2026 est en cours."
        );
    }

    #[test]
    fn des_mois_caches_se_disent() {
        let dite = pente(&[Some(20.0), None, Some(30.0)], 0);
        assert!(dite.ends_with("Un mois n’est pas publié."), "{dite}");
        assert_eq!(pente(&[None, None], 0), "Aucun mois terminé n’est publié. 2 mois ne sont pas publiés.");
    }
}
