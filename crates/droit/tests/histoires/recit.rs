//! The teller: reads a story line by line, puts its questions to the law, and checks the answers.

use std::collections::BTreeSet;

use droit::decision::{
    Acte, Decision, Demande, DossierEpisode, Issue, Patient, Praticien, Statut, Structure, TypeStructure,
    decider,
};
use droit::reglement::Reglement;
use jiff::civil::date;

use crate::lecture::{acte_ngap, diagnostic, drapeau, jour, mots};
use crate::loi::modifier;
use crate::reponse::{Vu, verifier_issue, verifier_reponse};

/// What has been told so far.
struct Recit {
    demande: Demande,
    lois: Vec<String>,
    derniere: Option<Decision<'static>>,
    vus: BTreeSet<Vu>,
}

/// Is a line a fact the teller knows.
enum Fait {
    Retenu,
    Inconnu,
}

/// Tells a story; panics on the line that does not come true. Gives the codes it names, with their states.
pub fn verifier(histoire: &str) -> BTreeSet<Vu> {
    let mut recit = Recit::nouveau();
    for (rang, ligne) in histoire.lines().enumerate() {
        let ligne = ligne.split('#').next().unwrap_or_default().trim();
        if !ligne.is_empty() {
            recit.ligne(ligne).unwrap_or_else(|faute| panic!("ligne {} « {ligne} » : {faute}", rang + 1));
        }
    }
    recit.vus
}

impl Recit {
    fn nouveau() -> Self {
        let departement = "45".parse().unwrap();
        Self {
            demande: Demande {
                acte: Acte::Ouvrir,
                le: date(2026, 2, 2),
                aujourd_hui: date(2099, 12, 31),
                departement,
                structure: Structure {
                    type_structure: TypeStructure::Cpts,
                    fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
                },
                praticien: Praticien {
                    statut: Statut::Titulaire,
                    lieu_exercice: Some(departement),
                    autorise_du: Some(date(2025, 10, 1)),
                    autorise_au: None,
                    suspension: None,
                },
                patient: Some(Patient { medecin_traitant: true, seances_hors_episode: None }),
                episode: Some(DossierEpisode { amelioration: Some(true), ..DossierEpisode::default() }),
                acte_ngap: None,
            },
            lois: Vec::new(),
            derniere: None,
            vus: BTreeSet::new(),
        }
    }

    fn ligne(&mut self, ligne: &str) -> Result<(), String> {
        let mots = mots(ligne);
        match mots.as_slice() {
            ["declarer", le, suite @ ..] => self.acte(Acte::Declarer, le, suite),
            ["ouvrir", le, suite @ ..] => self.acte(Acte::Ouvrir, le, suite),
            ["seance", le, suite @ ..] => self.acte(Acte::Seance, le, suite),
            ["clore", le, suite @ ..] => self.acte(Acte::Clore, le, suite),
            ["seances", nombre, le, "accordees"] => self.seances(nombre, le),
            [mot, suite @ ..] => match self.fait(mot, suite)? {
                Fait::Retenu => Ok(()),
                Fait::Inconnu => {
                    let decision =
                        self.derniere.as_ref().ok_or_else(|| format!("« {mot} » avant tout acte"))?;
                    verifier_reponse(decision, mot, suite)
                }
            },
            [] => Ok(()),
        }
    }

    /// Keeps a fact in mind.
    fn fait(&mut self, mot: &str, details: &[&str]) -> Result<Fait, String> {
        match (mot, details) {
            ("droit", [departement]) => {
                self.demande.departement = departement.parse().map_err(|e| format!("{e}"))?;
                self.demande.praticien.lieu_exercice = Some(self.demande.departement);
            }
            ("loi", [loi]) => self.lois.push((*loi).to_owned()),
            ("structure", details) => self.structure(details)?,
            ("praticien", details) => self.praticien(details)?,
            ("patient", details) => self.patient(details)?,
            ("aujourd-hui", [le]) => self.demande.aujourd_hui = jour(le)?,
            ("amelioration", [etat]) => self.episode().amelioration = oui_non(etat)?,
            ("diagnostic", details) => self.episode().diagnostic_prealable = Some(diagnostic(details)?),
            ("drapeau", details) => self.episode().drapeaux_rouges.push(drapeau(details)?),
            ("acte", [lettre, coefficient]) => {
                self.demande.acte_ngap = Some(acte_ngap(lettre, coefficient)?);
            }
            _ => return Ok(Fait::Inconnu),
        }
        Ok(Fait::Retenu)
    }

    fn episode(&mut self) -> &mut DossierEpisode {
        self.demande.episode.get_or_insert_default()
    }

    fn structure(&mut self, details: &[&str]) -> Result<(), String> {
        for detail in details {
            match *detail {
                "avec-fiche" => {
                    self.demande.structure.fiche_projet_de_sante =
                        Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte)
                }
                "sans-fiche" => {
                    self.demande.structure.fiche_projet_de_sante =
                        Some(droit::fiche_cpts::EtapeFiche::Absente)
                }
                "fiche-envoyee" => {
                    self.demande.structure.fiche_projet_de_sante =
                        Some(droit::fiche_cpts::EtapeFiche::Envoyee)
                }
                "fiche-validee" => {
                    self.demande.structure.fiche_projet_de_sante =
                        Some(droit::fiche_cpts::EtapeFiche::ValideeEnInterne)
                }
                "fiche-non-precisee" => self.demande.structure.fiche_projet_de_sante = None,
                code => {
                    let trouve = TypeStructure::depuis_code(code).ok_or("structure inconnue")?;
                    self.demande.structure.type_structure = trouve;
                }
            }
        }
        Ok(())
    }

    fn praticien(&mut self, details: &[&str]) -> Result<(), String> {
        let praticien = &mut self.demande.praticien;
        match details {
            ["non-autorise"] => praticien.autorise_du = None,
            ["autorise", du] => (praticien.autorise_du, praticien.autorise_au) = (Some(jour(du)?), None),
            ["autorise", du, au] => {
                (praticien.autorise_du, praticien.autorise_au) = (Some(jour(du)?), Some(jour(au)?));
            }
            ["exerce", "non-precise"] => praticien.lieu_exercice = None,
            ["exerce", lieu] => praticien.lieu_exercice = Some(lieu.parse().map_err(|e| format!("{e}"))?),
            [statut] => praticien.statut = Statut::depuis_code(statut).ok_or("statut inconnu")?,
            _ => return Err("praticien : ligne inconnue".to_owned()),
        }
        Ok(())
    }

    fn patient(&mut self, details: &[&str]) -> Result<(), String> {
        let patient = self.demande.patient.as_mut().ok_or("pas de patient")?;
        match details {
            ["sans-medecin-traitant"] => patient.medecin_traitant = false,
            ["ailleurs", nombre] => {
                patient.seances_hors_episode = Some(nombre.parse().map_err(|e| format!("{e}"))?);
            }
            ["non-precise"] => self.demande.patient = None,
            _ => return Err("patient : ligne inconnue".to_owned()),
        }
        Ok(())
    }

    fn seances(&mut self, nombre: &str, le: &str) -> Result<(), String> {
        let nombre: i64 = nombre.parse().map_err(|e| format!("{e}"))?;
        let premiere = jour(le)?;
        for rang in 0..nombre {
            let le = premiere.saturating_add(jiff::Span::new().days(2 * rang));
            self.acte(Acte::Seance, &le.to_string(), &["accordee"])?;
        }
        Ok(())
    }

    /// Puts the question, checks the answer, and records what was granted.
    fn acte(&mut self, acte: Acte, le: &str, attendu: &[&str]) -> Result<(), String> {
        (self.demande.acte, self.demande.le) = (acte, jour(le)?);
        let decision = self.decider();
        let attendu: Vec<&str> = attendu.iter().copied().filter(|mot| *mot != "sans-diagnostic").collect();
        let (issue, codes) = attendu.split_first().ok_or("issue attendue absente")?;
        let issue = Issue::depuis_code(issue).ok_or("issue inconnue")?;
        self.vus.extend(verifier_issue(&decision, issue, codes)?);
        if decision.issue != Issue::Refusee {
            let le = self.demande.le;
            match acte {
                Acte::Ouvrir => self.episode().ouvert_le = Some(le),
                Acte::Seance => self.episode().seances.push(le),
                Acte::Declarer | Acte::Clore => {}
            }
        }
        self.derniere = Some(decision);
        Ok(())
    }

    fn decider(&self) -> Decision<'static> {
        let reglement = Reglement::embarque().unwrap();
        let Demande { le, departement, structure, .. } = self.demande;
        let droit = reglement.au(le, departement, structure.type_structure);
        let droit = self.lois.iter().fold(droit, |droit, loi| modifier(droit, loi));
        decider(&self.demande, &droit, reglement.nomenclature())
    }
}

fn oui_non(mot: &str) -> Result<Option<bool>, String> {
    match mot {
        "oui" => Ok(Some(true)),
        "non" => Ok(Some(false)),
        "non-evaluee" => Ok(None),
        _ => Err("oui, non ou non-evaluee".to_owned()),
    }
}
