//! The bilan: motive, body chart, deficiencies, incapacities, diagnosis, aims, treatment, advice.

use std::collections::BTreeSet;

use droit::document::{
    Bilan, BrouillonBilan, BrouillonProtocole, Depistage, LieuDeSoin, Modalite, NombreSeances, ParSemaine,
};
use droit::reglement::Signes;
use jiff::civil::Date;
use maud::{Markup, html};

use super::super::examen::{self, Liste};
use super::super::socle::Socle;
use super::champs::{borne, boutons, code, mots, nombre, zone, zone_facultative};
use super::{Vue, acte, mesures, objectifs, schema};
use crate::episode::champ::jour_venu;
use crate::gabarits::{Champ, Erreurs, Reponse, groupe, texte};
use crate::saisie::Champs;

/// The sections of the form.
pub fn sections(vue: &Vue<'_>) -> Markup {
    html! {
        (fait_le(vue))
        (groupe("Motif et histoire", &html! {
            (zone(vue, "motif", "Motif de consultation", "Ce qui amène le patient, dans ses mots ou les vôtres."))
            (zone_facultative(vue, "anamnese", "Histoire et antécédents utiles", ""))
        }))
        (groupe("Signes d’alerte", &depistage(vue.socle)))
        (groupe("Zones douloureuses", &schema::rendre(vue)))
        (mesures::deficiences(vue))
        (mesures::incapacites(vue))
        (groupe("Diagnostic kinésithérapique et pronostic", &html! {
            (zone(vue, "diagnostic", "Diagnostic kinésithérapique", "Le vôtre : il ne remplace pas un diagnostic médical."))
            (zone_facultative(vue, "pronostic", "Pronostic fonctionnel", ""))
        }))
        (objectifs::rendre(vue))
        (groupe("Traitement prévu", &protocole(vue)))
        (groupe("Conseils", &zone_facultative(vue, "conseils", "Conseils donnés au patient", "")))
    }
}

/// The day of the examination: today, unless somebody says otherwise.
fn fait_le(vue: &Vue<'_>) -> Markup {
    let saisie = vue.champs.un("fait_le");
    let valeur = if saisie.is_empty() { vue.jour.to_string() } else { saisie.to_owned() };
    let champ = Champ::date("fait_le", "Bilan fait le").valeur(valeur).erreurs(vue.erreurs);
    html! { div.champ-court { (champ.aide("Ce jour date le bilan : facturation, courbes, noms des fichiers.").rendre()) } }
}

/// It comes neither before the care nor after today.
fn jour_du_bilan(champs: &Champs, socle: &Socle, aujourd_hui: Date, e: &mut Erreurs) -> Option<Date> {
    let ouvert_le = socle.dossier.episode.ouvert_le;
    let lu = match champs.un("fait_le") {
        "" => Ok(aujourd_hui),
        saisie => jour_venu(saisie, aujourd_hui, "Indiquez le jour du bilan.").map_err(str::to_owned),
    };
    let lu = lu.and_then(|le| match le < ouvert_le {
        true => Err(format!(
            "L’épisode est ouvert depuis le {} : le bilan ne peut pas le précéder.",
            texte::jour_court(ouvert_le)
        )),
        false => Ok(le),
    });
    e.noter("fait_le", lu)
}

fn protocole(vue: &Vue<'_>) -> Markup {
    let lieux = LieuDeSoin::TOUS.iter().map(|l| Reponse::new(l.code(), l.libelle())).collect();
    let modalites = Modalite::TOUS.iter().map(|m| Reponse::new(m.code(), m.libelle())).collect();
    html! {
        (acte::rendre(vue))
        (zone(vue, "techniques", "Actes et techniques choisis", "Mobilisation, renforcement, éducation…"))
        div.champs-deux {
            (nombre(vue, "nombre", "Nombre de séances prévues", ""))
            (nombre(vue, "rythme", "Séances par semaine", ""))
        }
        (boutons(vue, "lieu", "Lieu de soin", lieux))
        (boutons(vue, "modalite", "Modalité", modalites))
    }
}

/// What the opening of the episode found: it is kept as it was recorded then.
fn depistage(socle: &Socle) -> Markup {
    let (depistage, episode) = (depistage_de(socle), &socle.dossier.episode);
    let signes = Signes::embarques().ok();
    let nom = |code: &str| {
        let signe = signes.and_then(|signes| signes.signe(code));
        signe.map_or_else(|| code.to_owned(), |signe| signe.libelle.clone())
    };
    html! {
        @if depistage.presents.is_empty() {
            p { (absents(&depistage)) }
        } @else {
            ul {
                @for drapeau in &depistage.presents {
                    li { strong { (nom(&drapeau.code)) } @if let Some(motif) = &drapeau.motif { " : " (motif) } }
                }
            }
        }
        p.source { "Si un signe est apparu depuis, "
            a href=(format!("/episodes/{}/orientation", episode.id)) { "orientez le patient" } "." }
    }
}

/// How many signs were looked for, or that nobody kept it.
fn absents(depistage: &Depistage) -> String {
    match depistage.cherches.len() as u64 {
        0 => "Aucun signe présent à l’ouverture de l’épisode ; combien ont été recherchés n’a pas été conservé.".to_owned(),
        nombre => format!(
            "{} à l’ouverture de l’épisode, aucun présent.",
            texte::compte(nombre, "signe recherché", "signes recherchés")
        ),
    }
}

fn depistage_de(socle: &Socle) -> Depistage {
    let cherches = socle.signes.clone().unwrap_or_default();
    Depistage { cherches, presents: socle.dossier.episode.drapeaux.clone() }
}

/// The draft, as typed.
pub fn lire(champs: &Champs, socle: &Socle, aujourd_hui: Date, e: &mut Erreurs) -> BrouillonBilan {
    BrouillonBilan {
        fait_le: jour_du_bilan(champs, socle, aujourd_hui, e),
        motif: mots("motif", champs, e),
        anamnese: mots("anamnese", champs, e),
        depistage: Some(depistage_de(socle)),
        schema: schema::lire(champs, e),
        deficiences: examen::deficiences(champs, e),
        incapacites: examen::incapacites(champs, e),
        diagnostic: mots("diagnostic", champs, e),
        pronostic: mots("pronostic", champs, e),
        objectifs: objectifs::lire(champs, e),
        protocole: BrouillonProtocole {
            actes: acte::lire(champs, e),
            techniques: mots("techniques", champs, e),
            nombre: borne("nombre", champs, NombreSeances::nouveau, e),
            rythme: borne("rythme", champs, ParSemaine::nouveau, e),
            lieu: code("lieu", champs, LieuDeSoin::depuis_code, e),
            modalite: code("modalite", champs, Modalite::depuis_code, e),
        },
        conseils: mots("conseils", champs, e),
    }
}

/// A new bilan: a follow-up keeps what does not change from the latest one.
pub fn prerempli(socle: &Socle) -> Liste {
    let dernier = socle.miens.iter().rev().find_map(|document| match &document.contenu {
        droit::document::Contenu::Bilan(bilan) => Some(bilan),
        _ => None,
    });
    match dernier {
        None => {
            let champ = |nom: &str, valeur: &str| (nom.to_owned(), valeur.to_owned());
            vec![champ("lieu", LieuDeSoin::Cabinet.code()), champ("modalite", Modalite::Individuelle.code())]
        }
        Some(bilan) => {
            let mut suivi = BrouillonBilan::from(&**bilan);
            suivi.fait_le = None;
            suivi.deficiences = droit::document::Deficiences::default();
            suivi.incapacites = droit::document::Incapacites::default();
            brouillon_en_champs(&suivi)
        }
    }
}

/// The fields of a bilan validated that day: one that does not say its own keeps that one.
pub fn en_champs(bilan: &Bilan, valide_le: Date) -> Liste {
    brouillon_en_champs(&BrouillonBilan {
        fait_le: Some(bilan.jour(valide_le)),
        ..BrouillonBilan::from(bilan)
    })
}

fn brouillon_en_champs(b: &BrouillonBilan) -> Liste {
    let mut champs = Liste::new();
    champs.extend(b.fait_le.map(|le| ("fait_le".to_owned(), le.to_string())));
    let textes = [
        ("motif", &b.motif),
        ("anamnese", &b.anamnese),
        ("diagnostic", &b.diagnostic),
        ("pronostic", &b.pronostic),
        ("techniques", &b.protocole.techniques),
        ("conseils", &b.conseils),
    ];
    for (nom, mots) in textes {
        champs.extend(mots.as_ref().map(|mots| (nom.to_owned(), mots.to_string())));
    }
    let zones: BTreeSet<String> = b.schema.iter().map(|zone| zone.code()).collect();
    champs.extend(zones.into_iter().map(|zone| ("zone".to_owned(), zone)));
    champs.extend(examen::en_champs(&b.deficiences, &b.incapacites));
    champs.extend(objectifs::en_champs(&b.objectifs));
    let p = &b.protocole;
    champs.extend(
        p.actes.iter().map(|acte| ("acte".to_owned(), format!("{} {}", acte.lettre, acte.coefficient))),
    );
    let codes = [
        ("nombre", p.nombre.map(|n| n.nombre().to_string())),
        ("rythme", p.rythme.map(|r| r.fois().to_string())),
        ("lieu", p.lieu.map(|l| l.code().to_owned())),
        ("modalite", p.modalite.map(|m| m.code().to_owned())),
    ];
    champs.extend(codes.into_iter().filter_map(|(nom, valeur)| Some((nom.to_owned(), valeur?))));
    champs
}
