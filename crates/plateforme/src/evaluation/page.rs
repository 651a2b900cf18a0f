//! `/evaluation`: the figures of a perimeter, for whoever may see it; public for a department, a region and the country.

use axum::extract::State;
use axum::http::Uri;
use droit::acces::{Acteur, Lecteur};
use droit::evaluation::Donnee;
use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::SEUIL;
use droit::indicateur::{Famille, Indicateur, Perimetre, Periode, Variante};
use entrepot::{Echec, Tx};
use maud::{Markup, html};

use super::adresse::{Parametree, Vue};
use super::comparees::Maille;
use super::ecriture::{dire_la_completude, dire_la_surete, dire_les_termes, ecrire, majuscule};
use super::figures;
use super::filtres;
use super::lecture::{self, Lu, Moment};
use super::miroir::{self, Confreres, Reflet};
use super::rapport::acces_depuis_la_vue;
use super::territoires;
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::gabarits::graphique::{Graphique, Lieu as Commune};
use crate::gabarits::{Lien, Page, Tableau, Ton, alerte, section, texte, vide};
use crate::indicateur::parution;
use crate::saisie::Parametres;
use crate::serveur::{self, App};

const ORIENTATIONS: [&str; 2] = ["orientation", "orientations"];

/// What an MK looks at first of his own: he is authorised or not, that is no number.
const CLES_D_UN_MK: [Indicateur; 6] = [
    Indicateur::Patients,
    Indicateur::Seances,
    Indicateur::SeancesParEpisode,
    Indicateur::TauxOrientation,
    Indicateur::TauxEvenements,
    Indicateur::BilansTransmis,
];

/// What the page is made of.
pub(super) struct Contexte<'c> {
    pub(super) app: &'c App,
    pub(super) moment: Moment,
    pub(super) vue: Vue,
    pub(super) lu: Lu,
    pub(super) reflet: Option<Reflet>,
    pub(super) siens: Vec<(String, String)>,
}

/// The page.
///
/// # Errors
/// When the address means nothing, the figures are not for the visitor, or the base fails.
pub async fn voir(
    State(app): State<App>,
    visiteur: Visiteur,
    ici: Uri,
    Parametres(parametres): Parametres<Parametree>,
) -> Result<Markup, Failure> {
    let acteur = visiteur.identite().map(|identite| identite.acteur.clone());
    let moment = moment(&app).await?;
    let vue = Vue::lire(&parametres, acteur.as_ref(), moment.le)?;
    let (demandee, qui) = (vue.clone(), acteur.clone());
    let lu = app.entrepot.lire(move |tx| tout_lire(tx, moment, &demandee, qui.as_ref())).await?;
    let (lu, reflet, siens) = lu.ok_or(Failure::Introuvable)?;
    let contexte = Contexte { app: &app, moment, vue, lu, reflet, siens };
    let (lieux, effectifs) = (contexte.communes().await?, contexte.effectifs().await?);
    Ok(contexte.page(&visiteur, acteur.as_ref(), &ici, (lieux, &effectifs)))
}

/// The rules and today; what is published this month is.
pub(super) async fn moment(app: &App) -> Result<Moment, Failure> {
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    parution::assurer(app).await?;
    Ok(Moment { reglement: app.reglement, le })
}

type Tout = (Lu, Option<Reflet>, Vec<(String, String)>);

fn tout_lire(tx: &mut Tx, moment: Moment, vue: &Vue, acteur: Option<&Acteur>) -> Result<Option<Tout>, Echec> {
    let Some(lu) = lecture::lire(tx, moment, vue, acteur)? else { return Ok(None) };
    let reflet = match vue.perimetre {
        Perimetre::Praticien(soi) => Some(miroir::lire(tx, moment, vue, soi)?),
        _ => None,
    };
    Ok(Some((lu, reflet, siens(tx, moment, acteur)?)))
}

/// The CPTS that the visitor may choose.
///
/// # Errors
/// When the base fails.
pub fn siens(tx: &mut Tx, moment: Moment, acteur: Option<&Acteur>) -> Result<Vec<(String, String)>, Echec> {
    let departements: Vec<CodeDepartement> = match acteur {
        Some(Acteur::CoordinationCpts { cpts }) => {
            let perimetre = Perimetre::Cpts(*cpts);
            let nom = lecture::nommer(tx, moment, &perimetre)?;
            return Ok(nom.into_iter().map(|nom| (perimetre.to_string(), nom)).collect());
        }
        Some(Acteur::AgentArs { departements }) => departements.clone(),
        Some(Acteur::AgentCpam { departement } | Acteur::MembreComite { departement }) => vec![*departement],
        Some(Acteur::Mk { .. } | Acteur::Medecin { .. } | Acteur::Administrateur) | None => Vec::new(),
    };
    let mut siens = Vec::new();
    for code in departements {
        let lieux = lecture::lieux(tx, moment, &Perimetre::Departement(code), acteur)?;
        siens.extend(lieux.into_iter().map(|(lieu, _)| (lieu.cle, lieu.nom)));
    }
    Ok(siens)
}

impl Contexte<'_> {
    fn page(
        &self,
        visiteur: &Visiteur,
        acteur: Option<&Acteur>,
        ici: &Uri,
        (lieux, effectifs): (Vec<Commune>, &[Vec<u64>]),
    ) -> Markup {
        let titre = match self.vue.perimetre {
            Perimetre::Pays => "Les chiffres de l’expérimentation".to_owned(),
            Perimetre::Praticien(_) => "Mon activité en accès direct".to_owned(),
            _ => format!("Évaluation : {}", self.lu.nom),
        };
        let fil = match acteur {
            Some(_) => Lien::new("Tableau de bord", "/tableau-de-bord"),
            None => Lien::new("Accueil", "/"),
        };
        let choix = filtres::choix(self.moment, acteur, &self.siens);
        Page::new(&titre, visiteur).ici(ici).fil([fil]).chapo(self.chapo()).rendre(html! {
            (filtres::formulaire(self.moment, &self.vue, &choix))
            (self.cles())
            @if let Some(reflet) = &self.reflet { (self.miroir(reflet)) }
            (self.graphiques(lieux))
            (self.petites(effectifs))
            (self.familles())
            (self.completude())
            (self.methode())
            div.a-l-ecran { (acces_depuis_la_vue(acteur, &self.vue, &self.lu.nom)) }
        })
    }

    fn chapo(&self) -> Markup {
        let bornes = self.vue.periode.bornes(&self.vue.perimetre, self.moment.reglement);
        html! {
            @if let Some(bornes) = bornes {
                (majuscule(&self.vue.periode.libelle())) ", " (figures::dire_les_bornes(bornes, self.moment.le)) ". "
            }
            (self.vue.variante.libelle())
            @if self.vue.variante == Variante::DEFAUT { " (façon de compter par défaut)" } "."
            @if let Some(structure) = self.vue.structure { " Type de structure : " (filtres::nommer(structure)) "." }
            p.sur-papier { "Imprimé le " (texte::jour(self.moment.le)) ". À relire à l’adresse " (self.adresse()) }
        }
    }

    /// Where the view is read again: whole when the site knows its own address.
    fn adresse(&self) -> String {
        let site = self.app.ecoute.url_publique.as_deref().unwrap_or_default();
        format!("{}{}", site.trim_end_matches('/'), self.vue.adresse())
    }

    fn cles(&self) -> Markup {
        let choisies = match self.vue.perimetre {
            Perimetre::Praticien(_) => CLES_D_UN_MK,
            _ => figures::CLES,
        };
        let cle = self.cle();
        let cles = choisies.iter().filter_map(|indicateur| figures::de(&self.lu.donnees, *indicateur, &cle));
        html! {
            div.chiffres.evaluation-cles { @for donnee in cles { (self.chiffre_cle(donnee)) } }
            @if let Some(annee) = self.annee_d_un_mois() {
                p.champ-aide {
                    "D’un mois, seuls les totaux sont publiés : patients, séances, orientations, événements, bilans, comptes rendus. "
                    "Moyennes, parts et répartitions se lisent sur l’année : "
                    a href=(annee.adresse()) { (annee.periode.libelle()) } "."
                }
            }
        }
    }

    /// The year to look at instead of a month of which totals alone are told.
    fn annee_d_un_mois(&self) -> Option<Vue> {
        let Periode::Mois(annee, _) = self.vue.periode else { return None };
        let periode = Periode::Annee(annee);
        (self.lu.lecteur != Lecteur::EquipeDeSoins).then(|| Vue { periode, ..self.vue.clone() })
    }

    fn chiffre_cle(&self, donnee: &Donnee) -> Markup {
        html! {
            div.chiffre {
                span.chiffre-valeur { (ecrire(donnee)) }
                span.chiffre-libelle { (self.definition(donnee.indicateur)) }
                // What a month does not tell is not for want of patients: said once, below.
                @let dit_dessous = donnee.chiffre.est_masque() && self.annee_d_un_mois().is_some();
                @let termes = if dit_dessous { String::new() } else { dire_les_termes(donnee) };
                @if !termes.is_empty() { span.chiffre-termes { (termes) } }
            }
        }
    }

    /// The label of an indicator, leading to its definition.
    fn definition(&self, indicateur: Indicateur) -> Markup {
        let libelle = self.moment.reglement.indicateurs().libelle(indicateur);
        html! {
            @if serveur::existe("/indicateurs/definitions/{code}") { a href=(self.vue.definition(indicateur)) { (libelle) } }
            @else { (libelle) }
        }
    }

    fn miroir(&self, reflet: &Reflet) -> Markup {
        let graphiques = reflet.comparaisons.iter().filter_map(|comparaison| comparaison.graphique());
        let annee =
            Vue { periode: Periode::Annee(self.moment.le.year()), structure: None, ..self.vue.clone() };
        let groupe = match &reflet.confreres {
            Confreres::De(nom) => html! {
                "Le groupe : les praticiens de la " (nom) " qui ont eu au moins " (SEUIL) " patients en accès direct dans l’année. "
                "Chaque repère est la moyenne arrondie de trois d’entre eux : aucun n’est le chiffre d’un confrère. "
                "Vos chiffres sont ceux de cet instant ; le groupe est celui de la dernière publication mensuelle" (self.publies_le()) "."
            },
            Confreres::HorsDuneAnnee => html! {
                "Le groupe se regarde sur une année civile entière, toutes structures ensemble : "
                a href=(annee.adresse()) { (annee.periode.libelle()) } "."
            },
            Confreres::Aucun => html! {
                "Vous n’êtes rattaché à aucune CPTS : il n’y a pas de groupe auquel vous comparer."
            },
        };
        section(
            "Vous et vos confrères",
            &html! {
                p.champ-aide { (groupe) }
                div.graphiques { @for graphique in graphiques { (graphique.rendre()) } }
            },
        )
    }

    fn graphiques(&self, communes: Vec<Commune>) -> Markup {
        let (lu, cle) = (&self.lu, self.cle());
        let maille = match self.vue.perimetre {
            Perimetre::Departement(_) => Some(Maille::Cpts),
            Perimetre::Region(_) => Some(Maille::Departements),
            Perimetre::Pays | Perimetre::Cpts(_) | Perimetre::Praticien(_) => None,
        };
        let mut dessins: Vec<(Option<Graphique<'static>>, Markup)> = vec![(
            figures::mois(&lu.mois, self.mois(), &cle),
            self.pied_sous(Indicateur::Seances, Variante::Calendaire),
        )];
        if self.annee_d_un_mois().is_none() {
            let repartition = figures::seances(&lu.donnees, &lu.nom, &cle);
            dessins.push((repartition, self.pied(Indicateur::SeancesParEpisode)));
        }
        if self.vue.perimetre == Perimetre::Pays {
            dessins.insert(0, (self.carte(), self.pied(Indicateur::PraticiensAutorises)));
        }
        if let Perimetre::Departement(code) = self.vue.perimetre {
            dessins.insert(
                0,
                (territoires::carte_des_communes(code, communes), self.pied(Indicateur::PraticiensAutorises)),
            );
        }
        if let Some(maille) = maille {
            dessins.extend(self.comparaisons(maille));
        }
        for (indicateur, titre, compte) in [
            (Indicateur::RegionsDuCorps, "Région du corps", ["épisode", "épisodes"]),
            (Indicateur::ActesNgap, "Actes de la nomenclature", ["séance", "séances"]),
            (Indicateur::MotifsOrientation, "Pourquoi les patients sont orientés", ORIENTATIONS),
            (Indicateur::DestinationsOrientation, "Vers qui ils sont orientés", ORIENTATIONS),
        ] {
            dessins
                .push((figures::parts(&lu.donnees, &cle, indicateur, titre, compte), self.pied(indicateur)));
        }
        let dessins: Vec<_> =
            dessins.into_iter().filter_map(|(dessin, pied)| Some((dessin?, pied))).collect();
        if dessins.is_empty() {
            return html! {};
        }
        section(
            "En images",
            &html! {
                div.graphiques {
                    @for (dessin, pied) in dessins { (dessin.pied(pied).rendre()) }
                }
            },
        )
    }

    /// The months of the view: what others read was as it is on the day of the publication.
    fn mois(&self) -> figures::Mois<'_> {
        let lues_le = match self.lu.lecteur {
            Lecteur::Exterieur => self.lu.publies_le.unwrap_or(self.moment.le),
            Lecteur::EquipeDeSoins | Lecteur::Autorite(_) => self.moment.le,
        };
        figures::Mois::nouveaux(&self.lu.periodes, lues_le)
    }

    /// Where a chart comes from.
    pub(super) fn pied(&self, indicateur: Indicateur) -> Markup {
        self.pied_sous(indicateur, self.vue.variante)
    }

    fn pied_sous(&self, indicateur: Indicateur, variante: Variante) -> Markup {
        let definition = self.moment.reglement.indicateurs().de(indicateur);
        html! {
            p {
                span.a-l-ecran { "Définition : " (self.definition(indicateur)) ". " }
                @if let Some(denominateur) = definition.and_then(|d| d.denominateur.as_deref()) { "Rapporté à : " (denominateur) ". " }
                @if indicateur.depend_de_la_variante() { (variante.libelle()) "." }
            }
        }
    }

    fn familles(&self) -> Markup {
        section(
            "Tous les indicateurs",
            &html! {
                div.evaluation-tables {
                @for famille in Famille::TOUS {
                    @let siens: Vec<&Donnee> = self.lu.donnees.iter().filter(|d| d.indicateur.famille() == *famille && d.modalite.is_none()).collect();
                    @if !siens.is_empty() {
                        (repli(famille.libelle(), &Tableau::new(famille.libelle(), &["Indicateur", "Valeur", "Intervalle à 95 % ou dispersion", "Rapporté à"])
                            .lignes(siens.into_iter().map(|donnee| self.ligne(donnee))).rendre()))
                    }
                }
                }
            },
        )
    }

    fn ligne(&self, donnee: &Donnee) -> Vec<Markup> {
        vec![
            self.definition(donnee.indicateur),
            html! { strong { (ecrire(donnee)) } },
            html! { (dire_la_surete(donnee)) },
            html! { (figures::termes(&donnee.chiffre)) },
        ]
    }

    fn completude(&self) -> Markup {
        if self.annee_d_un_mois().is_some() {
            return html! {};
        }
        let complet = &self.lu.completude;
        section(
            "Ces données sont-elles complètes ?",
            &html! {
                @if complet.renseignements.is_empty() {
                    (vide("Rien à mesurer", "Aucun épisode n’est clos dans cette période.", &html! {}))
                } @else {
                    p { (dire_la_completude(complet)) }
                    p.champ-aide {
                        "Le score est la moyenne simple des parts ci-dessous. Celles des soins sont lues sur les épisodes clos dans la période quelle que soit la façon de compter choisie : "
                        "il ne change pas avec elle. L’activité totale n’y entre que pour une année civile."
                    }
                    (Tableau::new("Ce qui est renseigné", &["Donnée", "Part renseignée", "Sur"]).lignes(complet.renseignements.iter().map(|r| vec![
                        html! { (r.libelle) },
                        html! { @match r.chiffre.ecrire(',') { Some(part) => { (part) "\u{a0}%" }, None => (r.chiffre.etat()) } },
                        html! { (figures::termes(&r.chiffre)) },
                    ])).rendre())
                }
            },
        )
    }

    fn methode(&self) -> Markup {
        let secret = html! {
            p {
                "Aucun nombre tiré de moins de " (SEUIL) " patients n’est montré, ni celui qui permettrait de le retrouver par "
                "différence : la case dit alors « non publié ». Un zéro est montré quand il ne dit rien d’un petit groupe. Les intervalles "
                "sont ceux de Wilson pour une part et de Byar pour un taux d’événements."
            }
        };
        let copie = html! { span.a-l-ecran { "L’adresse de la page garde vos filtres : copiez-la pour partager cette vue." } };
        let exacts = html! { p { "Ils viennent des épisodes eux-mêmes et sont exacts à la seconde où vous les lisez. " (copie) } };
        let lecture = match self.lu.lecteur {
            Lecteur::EquipeDeSoins => html! {
                (exacts)
                p { "Ce sont vos patients : aucun nombre ne vous est caché. Personne d’autre ne voit cette page." }
            },
            Lecteur::Autorite(_) => html! {
                (exacts)
                p { "Les autres lisent les chiffres publiés" (self.publies_le()) ", que reprennent les instantanés et les rapports." }
                (secret)
            },
            Lecteur::Exterieur => html! {
                p {
                    "Ils viennent des épisodes eux-mêmes et sont publiés une fois par mois ; ceux-ci l’ont été" (self.publies_le()) ". "
                    "D’une publication à l’autre, un nombre ne bouge jamais de moins de " (SEUIL) " patients : il garde alors sa valeur. " (copie)
                }
                (secret)
            },
        };
        alerte(Ton::Info, "Comment lire ces chiffres", &lecture)
    }

    /// « le 3 novembre 2026 ».
    fn publies_le(&self) -> String {
        self.lu.publies_le.map_or(String::new(), |le| format!(" le {}", texte::jour(le)))
    }

    pub(super) fn cle(&self) -> String {
        self.vue.perimetre.to_string()
    }
}

/// A table that opens when it is asked for, and is always open on paper.
pub(super) fn repli(titre: &str, tableau: &Markup) -> Markup {
    html! { details.plus.evaluation-repli { summary { (titre) } (tableau) } }
}
