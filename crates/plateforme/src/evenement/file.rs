//! `/evenements` of an agent of the ARS: the queue of his departments, filtered by its address.

use droit::episode::{GraviteEvenement, NatureEvenement};
use droit::evenement::{Attente, EtapeEvenement};
use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::Echec;
use entrepot::evenement::{self, EvenementVu};
use maud::{Markup, html};

use super::{aujourd_hui, badge_de_l_attente, badge_de_l_etape, badge_de_la_gravite, numero, regle};
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Lien, Page, Reponse, Style, Tableau, Ton, badge, bouton, lien_bouton, texte, vide,
};
use crate::saisie::Champs;
use crate::serveur::App;

/// Lines read of one department at one step.
const LIMITE: u16 = 1_000;
/// Lines on one page.
const PAGE: usize = 50;

/// What the address asks for.
struct Filtre {
    siens: Vec<CodeDepartement>,
    choisi: Option<CodeDepartement>,
    etape: EtapeEvenement,
    gravite: Option<GraviteEvenement>,
    nature: Option<NatureEvenement>,
    cpts: Option<CptsId>,
    volet: Option<Volet>,
    page: usize,
}

/// What is awaited of the MK.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Volet {
    Declaration,
    Analyse,
    Retard,
}

impl Volet {
    const TOUS: [Self; 3] = [Self::Retard, Self::Declaration, Self::Analyse];

    fn code(self) -> &'static str {
        match self {
            Self::Declaration => "declaration",
            Self::Analyse => "analyse",
            Self::Retard => "retard",
        }
    }

    fn libelle(self) -> &'static str {
        match self {
            Self::Declaration => "À déclarer au portail",
            Self::Analyse => "Analyse attendue",
            Self::Retard => "Analyse en retard",
        }
    }

    fn est(self, ligne: &Ligne) -> bool {
        match self {
            Self::Declaration => ligne.a_declarer,
            Self::Analyse => matches!(ligne.attente, Attente::Analyse { .. }),
            Self::Retard => matches!(ligne.attente, Attente::EnRetard { .. }),
        }
    }
}

impl Filtre {
    /// Reads it; a department that is not the agent's is as if it had not been asked.
    fn lire(champs: &Champs, siens: &[CodeDepartement]) -> Self {
        let volet = champs.un("volet");
        Self {
            choisi: champs.un("departement").parse().ok().filter(|code| siens.contains(code)),
            siens: siens.to_vec(),
            etape: EtapeEvenement::depuis_code(champs.un("etat")).unwrap_or(EtapeEvenement::Signale),
            gravite: GraviteEvenement::depuis_code(champs.un("gravite")),
            nature: NatureEvenement::depuis_code(champs.un("nature")),
            cpts: champs.un("cpts").parse().ok(),
            volet: Volet::TOUS.into_iter().find(|un| un.code() == volet),
            page: champs.un("page").parse().unwrap_or(1).max(1),
        }
    }

    fn departements(&self) -> Vec<CodeDepartement> {
        self.choisi.map_or_else(|| self.siens.clone(), |code| vec![code])
    }

    fn garde(&self, ligne: &Ligne) -> bool {
        let signalement = &ligne.vu.signalement;
        self.gravite.is_none_or(|gravite| signalement.faits.gravite == gravite)
            && self.nature.is_none_or(|nature| signalement.faits.complement.nature == Some(nature))
            && self.cpts.is_none_or(|cpts| signalement.cpts == Some(cpts))
            && self.volet.is_none_or(|volet| volet.est(ligne))
    }

    fn valeurs(&self) -> [(&'static str, String); 6] {
        [
            ("departement", self.choisi.map(|code| code.to_string()).unwrap_or_default()),
            ("etat", self.etape.code().to_owned()),
            ("gravite", self.gravite.map_or("", GraviteEvenement::code).to_owned()),
            ("nature", self.nature.map_or("", NatureEvenement::code).to_owned()),
            ("cpts", self.cpts.map(|id| id.to_string()).unwrap_or_default()),
            ("volet", self.volet.map_or("", Volet::code).to_owned()),
        ]
    }

    /// The address of the same list with one thing changed; its first page.
    fn adresse(&self, cle: &str, valeur: &str) -> String {
        let tous = self.valeurs().into_iter().filter(|(nom, _)| *nom != cle);
        let tous = tous.chain([(cle, valeur.to_owned())]).filter(|(_, dite)| !dite.is_empty());
        let dits: Vec<_> = tous.map(|(nom, dite)| format!("{nom}={dite}")).collect();
        format!("/evenements?{}", dits.join("&"))
    }
}

struct Ligne {
    attente: Attente,
    a_declarer: bool,
    vu: EvenementVu,
}

/// The events of a step in these departments, the most serious and the latest first.
async fn lire(
    app: &App,
    departements: &[CodeDepartement],
    etape: EtapeEvenement,
) -> Result<Vec<Ligne>, Failure> {
    let (codes, trousseau) = (departements.to_vec(), app.entrepot.trousseau().clone());
    let lus: Vec<EvenementVu> = app
        .entrepot
        .lire(move |tx| {
            let mut lus = Vec::new();
            for code in &codes {
                lus.extend(evenement::du_departement(tx, &trousseau, (*code, etape), LIMITE)?);
            }
            Ok::<_, Echec>(lus)
        })
        .await?;
    let mut lignes = Vec::with_capacity(lus.len());
    for vu in lus {
        let departement = vu.signalement.departement;
        let le = aujourd_hui(app, departement)?;
        let regle = regle(app, departement, le);
        let attente = vu.signalement.attente(&regle, le);
        lignes.push(Ligne { attente, a_declarer: vu.signalement.a_declarer(&regle, le), vu });
    }
    lignes.sort_by_key(|ligne| {
        let retard = matches!(ligne.attente, Attente::EnRetard { .. });
        (std::cmp::Reverse((retard, ligne.vu.signalement.faits.gravite)), ligne.vu.signalement.signale_le)
    });
    Ok(lignes)
}

/// How many events wait for the ARS in these departments, for a dashboard.
///
/// # Errors
/// When the base fails.
pub async fn a_prendre(app: &App, departements: &[CodeDepartement]) -> Result<u64, Failure> {
    let codes = departements.to_vec();
    let nombres = app.entrepot.lire(move |tx| {
        let mut total = 0;
        for code in &codes {
            let etapes = evenement::compter_ouverts(tx, *code)?;
            total += etapes
                .iter()
                .filter(|(etape, _)| *etape == EtapeEvenement::Signale)
                .map(|(_, n)| n)
                .sum::<u64>();
        }
        Ok::<_, Echec>(total)
    });
    Ok(nombres.await?)
}

/// The page.
pub async fn page(
    app: &App,
    identite: &Identite,
    departements: &[CodeDepartement],
    champs: &Champs,
) -> Result<Markup, Failure> {
    let filtre = Filtre::lire(champs, departements);
    let lignes = lire(app, &filtre.departements(), filtre.etape).await?;
    let siens = filtre.departements();
    let (nombres, cpts) = app
        .entrepot
        .lire(move |tx| {
            let (mut nombres, mut cpts) = (Vec::new(), Vec::new());
            for code in &siens {
                nombres.extend(evenement::compter_ouverts(tx, *code)?);
                cpts.extend(entrepot::cpts::du_departement(tx, *code)?);
            }
            Ok::<_, Echec>((nombres, cpts))
        })
        .await?;
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Événements indésirables", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Les signalements de vos départements : ce qui est en retard, puis ce qui est grave, vient d’abord. " a href="/retours" { "Retours d’expérience" } "." })
        .rendre(html! {
            div.pile {
                (filtres(&filtre, &nombres, &lignes))
                (criteres(&filtre, &cpts))
                (tableau(&filtre, &lignes))
            }
        }))
}

fn lien(adresse: &str, ici: bool, libelle: &str, nombre: Option<u64>) -> Markup {
    html! {
        li { a href=(adresse) aria-current=[ici.then_some("true")] {
            (libelle) @if let Some(nombre) = nombre { span.filtre-nombre { (texte::grouper(nombre)) } }
        } }
    }
}

fn filtres(filtre: &Filtre, nombres: &[(EtapeEvenement, u64)], lignes: &[Ligne]) -> Markup {
    let nombre = |etape| nombres.iter().filter(|(une, _)| *une == etape).map(|(_, n)| n).sum();
    let attendus = |volet: Volet| lignes.iter().filter(|ligne| volet.est(ligne)).count() as u64;
    html! {
        nav.filtres aria-label="Filtrer par étape" {
            ul { @for etape in EtapeEvenement::TOUS {
                (lien(&filtre.adresse("etat", etape.code()), filtre.etape == *etape, etape.libelle(), Some(nombre(*etape))))
            } }
        }
        @if filtre.siens.len() > 1 {
            nav.filtres aria-label="Filtrer par département" {
                ul {
                    (lien(&filtre.adresse("departement", ""), filtre.choisi.is_none(), "Tous les départements", None))
                    @for code in &filtre.siens { (lien(&filtre.adresse("departement", code.as_str()), filtre.choisi == Some(*code), code.as_str(), None)) }
                }
            }
        }
        nav.filtres aria-label="Filtrer par ce qui est attendu" {
            ul {
                (lien(&filtre.adresse("volet", ""), filtre.volet.is_none(), "Tous", Some(lignes.len() as u64)))
                @for volet in Volet::TOUS {
                    (lien(&filtre.adresse("volet", volet.code()), filtre.volet == Some(volet), volet.libelle(), Some(attendus(volet))))
                }
            }
        }
    }
}

fn criteres(filtre: &Filtre, cpts: &[entrepot::cpts::Cpts]) -> Markup {
    let gravites = GraviteEvenement::TOUS.iter().map(|une| Reponse::new(une.code(), une.libelle())).collect();
    let natures = NatureEvenement::TOUS.iter().map(|une| Reponse::new(une.code(), une.libelle())).collect();
    let cpts = cpts.iter().map(|une| Reponse::new(une.id.to_string(), une.nom.as_str())).collect();
    html! {
        form.criteres method="get" action="/evenements" {
            @for (nom, valeur) in filtre.valeurs().iter().filter(|(nom, valeur)| !valeur.is_empty() && !["gravite", "nature", "cpts"].contains(nom)) {
                input type="hidden" name=(nom) value=(valeur);
            }
            (Champ::liste("gravite", "Gravité", gravites).valeur(filtre.gravite.map_or("", GraviteEvenement::code)).filtre().rendre())
            (Champ::liste("nature", "Nature", natures).valeur(filtre.nature.map_or("", NatureEvenement::code)).filtre().rendre())
            (Champ::liste("cpts", "CPTS", cpts).valeur(filtre.cpts.map(|id| id.to_string()).unwrap_or_default()).filtre().rendre())
            (bouton(Style::Secondaire, "Appliquer"))
        }
    }
}

fn tableau(filtre: &Filtre, lignes: &[Ligne]) -> Markup {
    let gardees: Vec<&Ligne> = lignes.iter().filter(|ligne| filtre.garde(ligne)).collect();
    let debut = (filtre.page - 1).saturating_mul(PAGE);
    let page: Vec<_> = gardees.iter().skip(debut).take(PAGE).collect();
    html! {
        @if page.is_empty() {
            (vide("Rien ici", "Aucun signalement ne répond à ces critères.", &html! {}))
        } @else {
            (Tableau::new(&texte::compte(gardees.len() as u64, "signalement", "signalements"), &["Événement", "Gravité", "Déclarant", "Attendu du déclarant", "Examen"])
                .lignes(page.into_iter().map(|ligne| rangee(ligne))).rendre())
            @if gardees.len() > PAGE {
                nav.pagination aria-label="Pages de la liste" {
                    @if filtre.page > 1 { (lien_bouton(Style::Discret, &filtre.adresse("page", &(filtre.page - 1).to_string()), "Page précédente")) }
                    @if debut + PAGE < gardees.len() { (lien_bouton(Style::Discret, &filtre.adresse("page", &(filtre.page + 1).to_string()), "Page suivante")) }
                }
            }
        }
    }
}

fn attendu(ligne: &Ligne) -> Markup {
    let retard = matches!(ligne.attente, Attente::EnRetard { .. });
    html! {
        @if retard && ligne.a_declarer { (badge(Ton::Erreur, "À déclarer sans délai")) " " }
        @match badge_de_l_attente(ligne.attente) { Some(badge) => (badge), None => "—" }
    }
}

fn rangee(ligne: &Ligne) -> Vec<Markup> {
    let signalement = &ligne.vu.signalement;
    let nature = signalement.faits.complement.nature.map_or("Événement", |nature| nature.libelle());
    vec![
        html! {
            a href=(format!("/evenements/{}", signalement.id)) { (nature) }
            span.sous { "Le " (texte::jour_court(signalement.faits.le)) ", signalé le " (texte::jour_court(signalement.signale_le)) }
            span.sous { (numero(signalement)) }
        },
        badge_de_la_gravite(signalement.faits.gravite),
        html! { (ligne.vu.nom) @if let Some(cpts) = &ligne.vu.nom_cpts { span.sous { (cpts) } } },
        attendu(ligne),
        badge_de_l_etape(signalement.etat.etape()),
    ]
}
