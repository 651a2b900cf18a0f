//! The errors of integration that a receiver's software sends back, 900 to 906.

/// What the receiver's software could not do with the document (ANS, `error-codes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeErreur {
    /// 900: this version cannot replace or delete.
    Version,
    /// 901: this author may not replace or delete.
    Auteur,
    /// 902: the patient's identifier is unknown to the receiver.
    PatientInconnu,
    /// 903: the document holds no INS.
    InsAbsent,
    /// 904: the INS, matricule or traits, is not exactly the receiver's.
    InsDifferent,
    /// 905: the INS is incomplete.
    InsIncomplet,
    /// 906, or any other.
    Autre,
}

impl CodeErreur {
    /// The code of three digits; unknown ones count as « other ».
    fn depuis(code: &str) -> Option<Self> {
        Some(match code {
            "900" => Self::Version,
            "901" => Self::Auteur,
            "902" => Self::PatientInconnu,
            "903" => Self::InsAbsent,
            "904" => Self::InsDifferent,
            "905" => Self::InsIncomplet,
            _ if code.len() == 3 && code.starts_with('9') && code.bytes().all(|o| o.is_ascii_digit()) => {
                Self::Autre
            }
            _ => return None,
        })
    }

    /// Its number.
    pub fn numero(self) -> u16 {
        match self {
            Self::Version => 900,
            Self::Auteur => 901,
            Self::PatientInconnu => 902,
            Self::InsAbsent => 903,
            Self::InsDifferent => 904,
            Self::InsIncomplet => 905,
            Self::Autre => 906,
        }
    }

    /// What happened and what to do next, for the MK.
    pub fn explication(self) -> &'static str {
        match self {
            Self::Version => "Le destinataire a déjà une version plus récente : vérifiez la version envoyée.",
            Self::Auteur => {
                "Le destinataire n’accepte pas que cet auteur remplace ce document : écrivez-lui."
            }
            Self::PatientInconnu => {
                "Le destinataire ne connaît pas ce patient : vérifiez avec lui que le patient est bien suivi chez lui."
            }
            Self::InsAbsent => {
                "Le document est parti sans INS : qualifiez l’identité du patient, puis corrigez le document, la nouvelle version portera l’INS."
            }
            Self::InsDifferent => {
                "L’INS ou les traits du document ne sont pas ceux du destinataire : vérifiez l’identité du patient. Si elle est fausse, corrigez-la, puis corrigez le document : la nouvelle version la portera."
            }
            Self::InsIncomplet => {
                "L’INS du document est incomplet : complétez l’identité du patient, puis corrigez le document, la nouvelle version portera l’INS."
            }
            Self::Autre => {
                "Le logiciel du destinataire n’a pas pu intégrer le document : joignez-le par un autre moyen."
            }
        }
    }
}

/// An error with the words of the receiver's software.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErreurIntegration {
    /// Which.
    pub code: CodeErreur,
    /// In the receiver's words, for the log of deliveries.
    pub libelle: String,
}

impl ErreurIntegration {
    /// `902^Identifiant de patient inconnu^messageErrorCondition| …`: the value of a `processed/Error` disposition.
    pub(super) fn lire(valeur: &str) -> Self {
        let mut parties = valeur.split(['^', '|']).map(str::trim);
        let code = parties.next().and_then(CodeErreur::depuis).unwrap_or(CodeErreur::Autre);
        let libelle = parties.next().unwrap_or_default().chars().take(200).collect();
        Self { code, libelle }
    }
}

/// The code of `[KO Intégration système !][902] XDM/1.0/DDM+…` or `[Erreur d'intégration !][902] XDM/1.0/DDM+…`.
pub(super) fn code_dans_l_objet(objet: &str) -> Option<CodeErreur> {
    let debut = objet.split("XDM/1.0/DDM+").next().filter(|debut| debut.len() < objet.len())?;
    debut.split('[').skip(1).find_map(|morceau| CodeErreur::depuis(morceau.split(']').next()?.trim()))
}
