//! One field: label, hint, error and control, tied together for screen readers.

use maud::{Markup, html};

use super::Erreurs;

/// One answer of a closed question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// What is sent.
    pub valeur: String,
    /// What is shown.
    pub libelle: String,
    /// More words under it, or nothing.
    pub aide: String,
}

impl Reponse {
    /// An answer.
    pub fn new(valeur: impl Into<String>, libelle: impl Into<String>) -> Self {
        Self { valeur: valeur.into(), libelle: libelle.into(), aide: String::new() }
    }

    /// With more words under it.
    pub fn aide(self, aide: impl Into<String>) -> Self {
        Self { aide: aide.into(), ..self }
    }
}

enum Commande {
    Ligne(&'static str),
    Zone,
    Liste(Vec<Reponse>),
    Boutons(Vec<Reponse>),
    Cases(Vec<Reponse>),
}

/// Must the field be filled in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exigence {
    Requis,
    Facultatif,
    Filtre,
}

/// A field being built.
pub struct Champ<'a> {
    nom: &'a str,
    libelle: &'a str,
    aide: &'a str,
    valeurs: Vec<String>,
    erreur: Option<&'a str>,
    commande: Commande,
    exigence: Exigence,
    remplissage: Option<&'a str>,
    clavier: Option<&'a str>,
    controle: Option<&'a str>,
    suggestions: Option<&'a str>,
}

impl<'a> Champ<'a> {
    fn new(nom: &'a str, libelle: &'a str, commande: Commande) -> Self {
        Self {
            nom,
            libelle,
            aide: "",
            valeurs: Vec::new(),
            erreur: None,
            commande,
            exigence: Exigence::Requis,
            remplissage: None,
            clavier: None,
            controle: None,
            suggestions: None,
        }
    }

    /// A line of text.
    pub fn texte(nom: &'a str, libelle: &'a str) -> Self {
        Self::new(nom, libelle, Commande::Ligne("text"))
    }

    /// A date, with the picker of the browser.
    pub fn date(nom: &'a str, libelle: &'a str) -> Self {
        Self::new(nom, libelle, Commande::Ligne("date"))
    }

    /// A secret.
    pub fn mot_de_passe(nom: &'a str, libelle: &'a str) -> Self {
        Self::new(nom, libelle, Commande::Ligne("password"))
    }

    /// Several lines of text.
    pub fn zone(nom: &'a str, libelle: &'a str) -> Self {
        Self::new(nom, libelle, Commande::Zone)
    }

    /// One of many answers, in a drop-down list.
    pub fn liste(nom: &'a str, libelle: &'a str, options: Vec<Reponse>) -> Self {
        Self::new(nom, libelle, Commande::Liste(options))
    }

    /// One of a few answers, all visible.
    pub fn boutons(nom: &'a str, libelle: &'a str, options: Vec<Reponse>) -> Self {
        Self::new(nom, libelle, Commande::Boutons(options))
    }

    /// Any of these answers.
    pub fn cases(nom: &'a str, libelle: &'a str, options: Vec<Reponse>) -> Self {
        Self::new(nom, libelle, Commande::Cases(options))
    }

    /// What helps to answer, under the label.
    pub fn aide(mut self, aide: &'a str) -> Self {
        self.aide = aide;
        self
    }

    /// What is already answered.
    pub fn valeur(mut self, valeur: impl Into<String>) -> Self {
        self.valeurs = vec![valeur.into()];
        self
    }

    /// What is already ticked.
    pub fn valeurs(mut self, valeurs: impl IntoIterator<Item = String>) -> Self {
        self.valeurs = valeurs.into_iter().collect();
        self
    }

    /// What is wrong with it, if anything.
    pub fn erreurs(mut self, erreurs: &'a Erreurs) -> Self {
        self.erreur = erreurs.de(self.nom);
        self
    }

    /// May be left empty, and says so.
    pub fn facultatif(mut self) -> Self {
        self.exigence = Exigence::Facultatif;
        self
    }

    /// Narrows a search: empty, it does not count.
    pub fn filtre(mut self) -> Self {
        self.exigence = Exigence::Filtre;
        self
    }

    /// What the browser may fill in, e.g. `username`.
    pub fn remplissage(mut self, genre: &'a str) -> Self {
        self.remplissage = Some(genre);
        self
    }

    /// The keyboard of a phone, e.g. `numeric`.
    pub fn clavier(mut self, genre: &'a str) -> Self {
        self.clavier = Some(genre);
        self
    }

    /// The check made while typing, named as in the script: `rpps`, `ins`.
    pub fn controle(mut self, nom: &'a str) -> Self {
        self.controle = Some(nom);
        self
    }

    /// The `datalist` that helps to type.
    pub fn suggestions(mut self, id: &'a str) -> Self {
        self.suggestions = Some(id);
        self
    }

    /// The field.
    pub fn rendre(&self) -> Markup {
        match &self.commande {
            Commande::Boutons(options) => self.choix("radio", options),
            Commande::Cases(options) => self.choix("checkbox", options),
            Commande::Ligne(genre) => self.simple(&self.ligne(genre)),
            Commande::Zone => self.simple(&self.zone_de_texte()),
            Commande::Liste(options) => self.simple(&self.deroulante(options)),
        }
    }

    fn id(&self) -> String {
        format!("champ-{}", self.nom)
    }

    fn decrit_par(&self) -> Option<String> {
        let mut ids = Vec::new();
        if !self.aide.is_empty() {
            ids.push(format!("aide-{}", self.nom));
        }
        if self.erreur.is_some() {
            ids.push(format!("erreur-{}", self.nom));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalide(&self) -> Option<&'static str> {
        self.erreur.map(|_| "true")
    }

    fn premiere(&self) -> &str {
        self.valeurs.first().map_or("", String::as_str)
    }

    fn simple(&self, commande: &Markup) -> Markup {
        html! {
            div.champ.champ-invalide[self.erreur.is_some()] {
                label for=(self.id()) { (self.etiquette()) }
                (self.explications())
                (commande)
            }
        }
    }

    fn etiquette(&self) -> Markup {
        html! { (self.libelle) @if self.exigence == Exigence::Facultatif { " " span.champ-mention { "(facultatif)" } } }
    }

    fn explications(&self) -> Markup {
        html! {
            @if !self.aide.is_empty() { p.champ-aide id=(format!("aide-{}", self.nom)) { (self.aide) } }
            @if let Some(erreur) = self.erreur {
                p.champ-erreur id=(format!("erreur-{}", self.nom)) { span.lecteur { "Erreur : " } (erreur) }
            }
        }
    }

    fn requis(&self) -> bool {
        self.exigence == Exigence::Requis
    }

    fn ligne(&self, genre: &str) -> Markup {
        let valeur = if genre == "password" { "" } else { self.premiere() };
        html! {
            input id=(self.id()) name=(self.nom) type=(genre) value=(valeur) required[self.requis()]
                autocomplete=(self.remplissage.unwrap_or("off")) inputmode=[self.clavier] list=[self.suggestions] data-controle=[self.controle]
                aria-describedby=[self.decrit_par()] aria-invalid=[self.invalide()];
        }
    }

    fn zone_de_texte(&self) -> Markup {
        html! {
            textarea id=(self.id()) name=(self.nom) rows="4" required[self.requis()]
                aria-describedby=[self.decrit_par()] aria-invalid=[self.invalide()] { (self.premiere()) }
        }
    }

    fn deroulante(&self, options: &[Reponse]) -> Markup {
        html! {
            select id=(self.id()) name=(self.nom) required[self.requis()]
                aria-describedby=[self.decrit_par()] aria-invalid=[self.invalide()] {
                option value="" { @if self.exigence == Exigence::Filtre { "Tous" } @else { "Choisir…" } }
                @for option in options {
                    option value=(option.valeur) selected[self.valeurs.contains(&option.valeur)] { (option.libelle) }
                }
            }
        }
    }

    fn choix(&self, genre: &str, options: &[Reponse]) -> Markup {
        html! {
            fieldset.champ.champ-invalide[self.erreur.is_some()] id=(self.id()) tabindex="-1"
                aria-describedby=[self.decrit_par()] {
                legend { (self.etiquette()) }
                (self.explications())
                div.choix { @for (rang, option) in options.iter().enumerate() { (self.reponse(genre, rang, option)) } }
            }
        }
    }

    fn reponse(&self, genre: &str, rang: usize, option: &Reponse) -> Markup {
        let id = format!("{}-{rang}", self.id());
        html! {
            label.reponse for=(id) {
                input id=(id) type=(genre) name=(self.nom) value=(option.valeur)
                    checked[self.valeurs.contains(&option.valeur)];
                span.reponse-texte {
                    (option.libelle)
                    @if !option.aide.is_empty() { span.reponse-aide { (option.aide) } }
                }
            }
        }
    }
}
